package io.replog.cluster;

import io.replog.cluster.client.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Waits for answers that are under way. */
public final class Answers {

  private static final int PATIENCE_SECONDS = 90;

  private Answers() {}

  /** Sends this many requests side by side. */
  public static List<CompletableFuture<Answer>> sideBySide(
      int count, IntFunction<CompletableFuture<Answer>> request) {
    return IntStream.range(0, count).mapToObj(request).toList();
  }

  public static Answer await(CompletableFuture<Answer> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public static List<Answer> await(List<CompletableFuture<Answer>> answers) {
    return answers.stream().map(Answers::await).toList();
  }
}
