package io.replog.http.backup;

import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonFields;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.log.DurableLog;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Writes a consistent copy of this node's data to {@code backups/<name>} below its data folder,
 * while the node keeps running. A node started with such a copy as its data folder continues from
 * there.
 */
@RestController
@RequestMapping(path = "/actuator/backup", produces = MediaType.APPLICATION_JSON_VALUE)
class BackupController {

  private static final Logger logger = LoggerFactory.getLogger(BackupController.class);
  private static final int MAX_BODY = 10_000;

  private final DurableLog log;
  private final Backups backups;
  private final BodyReader bodies;

  BackupController(DurableLog log, @Value("${replog.data-dir}") Path dataDir, BodyReader bodies) {
    this.log = log;
    this.bodies = bodies;
    this.backups = new Backups(dataDir.resolve("backups"));
  }

  /**
   * @param path the copy, to be used as a data folder
   * @param messages how many messages it has at least
   */
  record Backup(String name, String path, long messages) {}

  @ClusterOnly
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Backup> backUp(HttpServletRequest request) throws IOException {
    JsonFields fields = bodies.object(request, MAX_BODY).allow(Set.of("name"));
    String name = fields.text("name").orElse("");
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
      fields.error("name", "must have 1 to 100 letters, digits, dots, dashes or underscores");
    }
    fields.throwIfFaulty();
    long messages = log.length();
    Path folder = backups.write(name, log::copyTo).orElseThrow(() -> exists(name));
    logger.info("backed up at least {} messages to {}", messages, folder);
    return ResponseEntity.status(201)
        .body(new Backup(name, folder.toAbsolutePath().toString(), messages));
  }

  private static ProblemException exists(String name) {
    return new ProblemException(
        Problem.of(ProblemType.BACKUP_EXISTS, "a backup of this name exists").with("name", name));
  }
}
