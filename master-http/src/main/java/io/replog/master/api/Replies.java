package io.replog.master.api;

import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.http.json.JsonReply;
import io.replog.http.problem.ProblemAdvice;
import io.replog.http.problem.ProblemException;
import io.replog.http.tomcat.AsyncRequest;
import io.replog.http.tomcat.ClientWatch;
import io.replog.master.role.Mastering;
import io.replog.model.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Answers writers: on their own thread if the outcome comes soon, later without a waiting thread,
 * because a thread costs its stack and thousands may wait for long.
 */
@Component
class Replies implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Replies.class);
  private static final long SOON_MILLIS = 100;

  /** For a client that closed its direction of the connection, and may still read. */
  private static final ProblemException LEFT =
      new ProblemException(
          ProblemType.OUTCOME_UNKNOWN,
          "the client closed its connection while its write waited; the same id again tells how it"
              + " went on");

  private final ShortWaits waits = new ShortWaits(SOON_MILLIS);
  private final JsonReply json;
  private final ProblemAdvice problems;
  private final Mastering mastering;

  Replies(JsonReply json, ProblemAdvice problems, Mastering mastering) {
    this.mastering = mastering;
    this.json = json;
    this.problems = problems;
  }

  /** Sends what {@code success} makes of the outcome, or its problem. */
  void send(
      CompletableFuture<WriteOutcome> outcome,
      Function<WriteOutcome.Done, WriteAnswers.Answer> success,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    if (waits.await(outcome)) {
      send(outcome, success, response);
    } else {
      sendLater(outcome, success, request, response);
    }
  }

  @Override
  public void destroy() {
    waits.close();
  }

  private void sendLater(
      CompletableFuture<WriteOutcome> outcome,
      Function<WriteOutcome.Done, WriteAnswers.Answer> success,
      HttpServletRequest request,
      HttpServletResponse response) {
    AsyncContext context = AsyncRequest.start(request);
    // Its message stays; its place becomes free at once.
    ClientWatch.onGone(request, () -> outcome.cancel(false));
    outcome.whenComplete(
        (value, failure) ->
            Thread.startVirtualThread(() -> finish(context, outcome, success, response)));
  }

  private void finish(
      AsyncContext context,
      CompletableFuture<WriteOutcome> outcome,
      Function<WriteOutcome.Done, WriteAnswers.Answer> success,
      HttpServletResponse response) {
    try {
      send(outcome, success, response);
    } catch (IOException e) {
      log.debug("a writer went away before its answer: {}", e.toString());
    } finally {
      AsyncRequest.end(context::complete);
    }
  }

  private void send(
      CompletableFuture<WriteOutcome> outcome,
      Function<WriteOutcome.Done, WriteAnswers.Answer> success,
      HttpServletResponse response)
      throws IOException {
    if (outcome.isCancelled()) {
      problems.answered(LEFT, response);
      return;
    }
    try {
      write(
          success.apply(WriteAnswers.done(WriteAnswers.shown(outcome.resultNow(), mastering))),
          response);
    } catch (ProblemException e) {
      problems.answered(e, response);
    } catch (IllegalStateException e) {
      problems.failed(outcome.exceptionNow(), response);
    }
  }

  private void write(WriteAnswers.Answer answer, HttpServletResponse response) throws IOException {
    if (answer.location() != null) {
      response.setHeader("Location", answer.location());
    }
    json.send(answer.isDuplicate() ? 200 : 201, answer, response);
  }
}
