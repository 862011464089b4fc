package io.replog.core.recovery;

import io.replog.core.threads.Threads;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.model.ReplicaStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secondary that answered, with its status. */
record Source(String name, SecondaryClient client, ReplicaStatus status) {

  private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

  /** The newest tail first; among equal tails the longest log. */
  static List<Source> newestFirst(List<Source> sources) {
    return sources.stream()
        .sorted(
            Comparator.comparingLong((Source each) -> each.status().tailEpoch())
                .thenComparingLong(each -> each.status().messages())
                .reversed())
        .toList();
  }

  interface Question {
    ReplicaStatus ask(SecondaryClient secondary) throws TransportException;
  }

  /**
   * Asks all at once, and returns those that answered, in the order of {@code secondaries}. Once
   * those are {@code enough}, it waits for the others no longer than {@link Threads#linger}.
   */
  static List<Source> ask(
      Map<String, SecondaryClient> secondaries,
      Threads threads,
      Predicate<Collection<Source>> enough,
      Question question) {
    Map<String, Source> answered = new ConcurrentHashMap<>();
    CompletableFuture<Void> sufficient = new CompletableFuture<>();
    CompletableFuture<?>[] asked =
        secondaries.entrySet().stream()
            .map(
                each ->
                    CompletableFuture.runAsync(
                        () -> {
                          ask(each, question).ifPresent(s -> answered.put(s.name(), s));
                          if (enough.test(answered.values())) {
                            sufficient.complete(null);
                          }
                        },
                        body -> threads.start("take-over", body)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> all = CompletableFuture.allOf(asked);
    CompletableFuture.anyOf(all, sufficient).join();
    threads.linger(all);
    return secondaries.keySet().stream().map(answered::get).filter(Objects::nonNull).toList();
  }

  private static Optional<Source> ask(
      Map.Entry<String, SecondaryClient> secondary, Question question) {
    try {
      SecondaryClient client = secondary.getValue();
      return Optional.of(new Source(secondary.getKey(), client, question.ask(client)));
    } catch (TransportException e) {
      logger.info("{} cannot be asked: {}", secondary.getKey(), e.getMessage());
      return Optional.empty();
    }
  }
}
