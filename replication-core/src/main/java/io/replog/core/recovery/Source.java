package io.replog.core.recovery;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.model.ReplicaStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

  /** Asks all at once; returns those that answered, in the order of {@code secondaries}. */
  static List<Source> ask(
      Map<String, SecondaryClient> secondaries, Executor threads, Question question) {
    return secondaries.entrySet().stream()
        .map(each -> CompletableFuture.supplyAsync(() -> ask(each, question), threads))
        .toList()
        .stream()
        .flatMap(answer -> answer.join().stream())
        .toList();
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
