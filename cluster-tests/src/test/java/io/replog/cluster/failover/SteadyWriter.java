package io.replog.cluster.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Field;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Posts one message after the other at {@code w} = majority, each again under its id until it is
 * acknowledged, to the nodes in turn.
 */
final class SteadyWriter implements AutoCloseable {

  private static final int STORED_BEFORE = 200;
  private static final int STORED = 201;
  private static final long PAUSE_MILLIS = 20;

  private final EqualNodes nodes;
  private final List<String> targets;
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> others = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "writer");
  private volatile boolean ended;

  SteadyWriter(EqualNodes nodes, List<String> targets) {
    this.nodes = nodes;
    this.targets = List.copyOf(targets);
    thread.start();
  }

  private void run() {
    for (int i = 0; !ended; i++) {
      write(i);
    }
  }

  private void write(int number) {
    String id = "steady-" + number;
    for (int attempt = 0; ; attempt++) {
      String target = targets.get((number + attempt) % targets.size());
      if (isStored(target, id)) {
        acknowledged.add(id);
        pause();
        return;
      }
      if (ended) {
        return;
      }
      pause();
    }
  }

  private boolean isStored(String target, String id) {
    try {
      Answer answer = nodes.client(target).post("text of " + id, Field.id(id), Field.w("majority"));
      if (answer.status() == STORED || answer.status() == STORED_BEFORE) {
        return true;
      }
      others.merge(answer.status() + " " + answer.json().path("type").asText(), 1, Integer::sum);
    } catch (UncheckedIOException e) {
      others.merge("no answer", 1, Integer::sum);
    }
    return false;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int count() {
    return acknowledged.size();
  }

  /** The kinds of answers by which nothing was acknowledged, with their numbers. */
  Map<String, Integer> others() {
    return new TreeMap<>(others);
  }

  /** Ends, and returns the ids that were acknowledged, in order. */
  List<String> end() throws InterruptedException {
    ended = true;
    thread.join();
    assertThat(Set.copyOf(acknowledged)).hasSameSizeAs(acknowledged);
    return acknowledged;
  }

  @Override
  public void close() {
    ended = true;
  }
}
