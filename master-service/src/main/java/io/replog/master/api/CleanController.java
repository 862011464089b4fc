package io.replog.master.api;

import io.replog.core.MasterRole;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.model.Problem;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Empties the log on every node, for experiments. Exists only if they are enabled. */
@RestController
@ConditionalOnProperty("replog.experiments.enabled")
class CleanController {

  private final MasterRole master;

  CleanController(MasterRole master) {
    this.master = master;
  }

  record Emptied(String status, String logId) {}

  @ClusterOnly
  @PostMapping(path = "/clean", produces = MediaType.APPLICATION_JSON_VALUE)
  Emptied clean() throws InterruptedException {
    Optional<Problem> refused = master.empty();
    if (refused.isPresent()) {
      throw new ProblemException(refused.get());
    }
    return new Emptied("ok", master.view().logId());
  }
}
