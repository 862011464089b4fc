package io.replog.master.api;

import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.http.body.Body;
import io.replog.http.body.BodyReader;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.master.config.MasteringProperties;
import io.replog.master.role.ByMaster;
import io.replog.master.role.Mastering;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accepts messages. */
@RestController
@ByMaster
class WriteController {

  private final Mastering mastering;
  private final Replies replies;
  private final BodyReader bodies;
  private final WriteReader reader;
  private final BatchReader batchReader;
  private final int maxBody;
  private final int maxBatchBody;

  WriteController(
      Mastering mastering, Replies replies, BodyReader bodies, MasteringProperties properties) {
    this.mastering = mastering;
    this.replies = replies;
    this.bodies = bodies;
    this.reader = new WriteReader(properties);
    this.batchReader = new BatchReader(reader, properties);
    this.maxBody = properties.limits().bodyBytes();
    this.maxBatchBody = (int) properties.batch().body().toBytes();
  }

  @PostMapping(
      path = {"/messages", "/"},
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters({"w", "timeout_ms"})
  void one(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    if (request.getQueryString() != null) {
      throw ProblemException.invalid(
          "query", "is for batches; one message has w and timeout_ms as fields of its body");
    }
    WriteRequest write;
    try (Body body = bodies.read(request, maxBody)) {
      write =
          reader.read(body.bytes(), Collections.list(request.getHeaders(IdempotencyKey.HEADER)));
    }
    String root = request.getContextPath();
    replies.send(perform(write), done -> WriteAnswers.Single.of(done, root), request, response);
  }

  @PostMapping(
      path = {"/messages", "/"},
      consumes = MediaType.APPLICATION_NDJSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters({"w", "timeout_ms"})
  void batch(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    if (request.getHeader(IdempotencyKey.HEADER) != null) {
      throw ProblemException.invalid(
          IdempotencyKey.HEADER, "is for one message; give each line of a batch its own id");
    }
    WriteRequest write;
    try (Body body = bodies.read(request, maxBatchBody)) {
      write = batchReader.read(body.bytes(), request.getParameterMap());
    }
    replies.send(perform(write), WriteAnswers.Batch::of, request, response);
  }

  private CompletableFuture<WriteOutcome> perform(WriteRequest write) {
    return mastering.role().write(write.drafts(), write.concern(), write.timeout());
  }
}
