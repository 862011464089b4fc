package io.replog.master.api;

import io.replog.http.json.BoundedBody;
import io.replog.http.problem.ProblemException;
import io.replog.master.append.WriteOutcome;
import io.replog.master.append.Writes;
import io.replog.master.config.MasterProperties;
import io.replog.model.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Where messages come in. */
@RestController
class WriteController {

  private static final long SOON_MILLIS = 100;
  private static final long NO_TIMEOUT = 0L;

  private final Writes writes;
  private final WriteReader reader;
  private final BatchReader batchReader;
  private final int maxBody;
  private final int maxBatchBody;

  WriteController(Writes writes, MasterProperties properties) {
    this.writes = writes;
    this.reader = new WriteReader(properties);
    this.batchReader = new BatchReader(reader, properties);
    this.maxBody = properties.limits().bodyBytes();
    this.maxBatchBody = (int) properties.batch().body().toBytes();
  }

  @PostMapping(
      path = {"/messages", "/"},
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Object one(HttpServletRequest request) throws IOException, InterruptedException {
    if (request.getQueryString() != null) {
      throw new ProblemException(
          Problem.invalid("query", "is not used here; w and timeout_ms are fields of the body"));
    }
    byte[] body = BoundedBody.read(request, maxBody);
    WriteRequest write = reader.read(body, request.getHeader(WriteReader.KEY_HEADER));
    return answer(write, WriteController::single);
  }

  @PostMapping(
      path = {"/messages", "/"},
      consumes = MediaType.APPLICATION_NDJSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Object batch(HttpServletRequest request) throws IOException, InterruptedException {
    if (request.getHeader(WriteReader.KEY_HEADER) != null) {
      throw new ProblemException(
          Problem.invalid(
              WriteReader.KEY_HEADER, "is for one message; give each line of a batch its own id"));
    }
    byte[] body = BoundedBody.read(request, maxBatchBody);
    WriteRequest write = batchReader.read(body, request.getParameterMap());
    return answer(write, WriteController::batch);
  }

  private static ResponseEntity<?> single(WriteOutcome.Done done) {
    WriteAnswers.Single answer = WriteAnswers.Single.of(done);
    return answer.isDuplicate()
        ? ResponseEntity.ok(answer)
        : ResponseEntity.created(URI.create("/messages/" + answer.order())).body(answer);
  }

  private static ResponseEntity<?> batch(WriteOutcome.Done done) {
    WriteAnswers.Batch answer = WriteAnswers.Batch.of(done);
    return ResponseEntity.status(answer.isDuplicate() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(answer);
  }

  /**
   * The answer, if it comes soon; else a promise of it. A thread that waits costs its stack, and
   * thousands may wait for long.
   */
  private Object answer(WriteRequest write, Function<WriteOutcome.Done, ResponseEntity<?>> success)
      throws InterruptedException {
    CompletableFuture<WriteOutcome> outcome =
        writes.write(write.drafts(), write.concern(), write.timeout());
    try {
      return success.apply(WriteAnswers.done(outcome.get(SOON_MILLIS, TimeUnit.MILLISECONDS)));
    } catch (TimeoutException e) {
      return later(outcome.thenApply(WriteAnswers::done).thenApply(success));
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static DeferredResult<Object> later(CompletableFuture<ResponseEntity<?>> answer) {
    DeferredResult<Object> deferred = new DeferredResult<>(NO_TIMEOUT);
    answer.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            deferred.setResult(value);
          } else {
            deferred.setErrorResult(unwrapped(failure));
          }
        });
    return deferred;
  }

  private static RuntimeException unwrapped(Throwable failure) {
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(failure);
  }
}
