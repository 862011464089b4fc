package io.replog.core.recovery;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries several secondaries in parallel. */
final class InParallel {

  private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

  private InParallel() {}

  interface Question<T> {
    T ask(SecondaryClient secondary) throws TransportException;
  }

  private record Answer<T>(T value, Exception failure) {}

  /** The answers of those that gave one, in the order of {@code secondaries}, by their names. */
  static <T> Map<String, T> ask(
      Map<String, SecondaryClient> secondaries, Executor threads, Question<T> question) {
    Map<String, CompletableFuture<Answer<T>>> asked = new LinkedHashMap<>();
    secondaries.forEach(
        (name, secondary) ->
            asked.put(
                name, CompletableFuture.supplyAsync(() -> ask(secondary, question), threads)));
    Map<String, T> answers = new LinkedHashMap<>();
    asked.forEach(
        (name, future) -> {
          Answer<T> answer = future.join();
          if (answer.failure() == null) {
            answers.put(name, answer.value());
          } else {
            logger.info("{} cannot be asked: {}", name, answer.failure().getMessage());
          }
        });
    return answers;
  }

  private static <T> Answer<T> ask(SecondaryClient secondary, Question<T> question) {
    try {
      return new Answer<>(question.ask(secondary), null);
    } catch (TransportException e) {
      return new Answer<>(null, e);
    }
  }
}
