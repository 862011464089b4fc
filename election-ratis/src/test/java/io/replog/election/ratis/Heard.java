package io.replog.election.ratis;

import io.replog.election.Elections.Listener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it heard, in words, and from which threads. */
final class Heard implements Listener {

  private final List<String> words = new CopyOnWriteArrayList<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile Throwable why;

  List<String> words() {
    return words;
  }

  /** Without who is thought to lead. */
  List<String> reigns() {
    return words.stream().filter(word -> !word.startsWith("leader")).toList();
  }

  Set<Thread> threads() {
    return threads;
  }

  Throwable why() {
    return why;
  }

  /** Term of the reign under way; empty if there is none. */
  Optional<Long> reign() {
    List<String> reigns = reigns();
    return reigns.isEmpty() || !reigns.getLast().startsWith("elected ")
        ? Optional.empty()
        : Optional.of(Long.valueOf(reigns.getLast().substring("elected ".length())));
  }

  @Override
  public void elected(long term) {
    hear("elected " + term);
  }

  @Override
  public void deposed() {
    hear("deposed");
  }

  @Override
  public void leader(Optional<String> id) {
    hear("leader " + id.orElse("unknown"));
  }

  @Override
  public void ended(Throwable reason) {
    why = reason;
    hear("ended");
  }

  private void hear(String word) {
    threads.add(Thread.currentThread());
    words.add(word);
  }
}
