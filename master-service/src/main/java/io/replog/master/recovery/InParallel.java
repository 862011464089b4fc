package io.replog.master.recovery;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Asks several secondaries side by side. */
final class InParallel {

  private InParallel() {}

  interface Question<T> {
    T ask(Peer peer) throws IOException;
  }

  private record Answer<T>(T value, IOException failure) {}

  /** The answers of those that gave one; {@code failed} hears of the others. */
  static <T> Map<Peer, T> ask(
      Iterable<? extends Peer> peers, Question<T> question, BiConsumer<String, String> failed) {
    Map<Peer, CompletableFuture<Answer<T>>> asked = new LinkedHashMap<>();
    for (Peer peer : peers) {
      asked.put(
          peer,
          CompletableFuture.supplyAsync(() -> ask(peer, question), Thread::startVirtualThread));
    }
    Map<Peer, T> answers = new LinkedHashMap<>();
    asked.forEach(
        (peer, future) -> {
          Answer<T> answer = future.join();
          if (answer.failure() == null) {
            answers.put(peer, answer.value());
          } else {
            failed.accept(peer.name(), answer.failure().getMessage());
          }
        });
    return answers;
  }

  private static <T> Answer<T> ask(Peer peer, Question<T> question) {
    try {
      return new Answer<>(question.ask(peer), null);
    } catch (IOException e) {
      return new Answer<>(null, e);
    }
  }
}
