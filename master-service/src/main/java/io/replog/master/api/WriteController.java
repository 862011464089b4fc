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
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where messages come in. */
@RestController
class WriteController {

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
  ResponseEntity<WriteAnswers.Single> one(HttpServletRequest request)
      throws IOException, InterruptedException {
    if (request.getQueryString() != null) {
      throw new ProblemException(
          Problem.invalid("query", "is not used here; w and timeout_ms are fields of the body"));
    }
    byte[] body = BoundedBody.read(request, maxBody);
    WriteRequest write = reader.read(body, request.getHeader(WriteReader.KEY_HEADER));
    WriteAnswers.Single answer = WriteAnswers.Single.of(WriteAnswers.done(perform(write)));
    return answer.isDuplicate()
        ? ResponseEntity.ok(answer)
        : ResponseEntity.created(URI.create("/messages/" + answer.order())).body(answer);
  }

  @PostMapping(
      path = {"/messages", "/"},
      consumes = MediaType.APPLICATION_NDJSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<WriteAnswers.Batch> batch(HttpServletRequest request)
      throws IOException, InterruptedException {
    if (request.getHeader(WriteReader.KEY_HEADER) != null) {
      throw new ProblemException(
          Problem.invalid(
              WriteReader.KEY_HEADER, "is for one message; give each line of a batch its own id"));
    }
    byte[] body = BoundedBody.read(request, maxBatchBody);
    WriteRequest write = batchReader.read(body, request.getParameterMap());
    WriteAnswers.Batch answer = WriteAnswers.Batch.of(WriteAnswers.done(perform(write)));
    HttpStatus status = answer.duplicates() == answer.count() ? HttpStatus.OK : HttpStatus.CREATED;
    return ResponseEntity.status(status).body(answer);
  }

  private WriteOutcome perform(WriteRequest write) throws InterruptedException {
    return writes.write(write.drafts(), write.concern(), write.timeout());
  }
}
