package io.replog.master.api;

import io.replog.core.MasterRole;
import io.replog.http.body.BodyReader;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.model.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Empties the log on every node, for experiments. Exists only if they are enabled. */
@RestController
@ConditionalOnProperty("replog.experiments.enabled")
class CleanController {

  private static final int MAX_BODY = 10_000;

  private final MasterRole master;
  private final BodyReader bodies;

  CleanController(MasterRole master, BodyReader bodies) {
    this.master = master;
    this.bodies = bodies;
  }

  record Emptied(String status, String logId) {}

  @ClusterOnly
  @PostMapping(path = "/clean", produces = MediaType.APPLICATION_JSON_VALUE)
  Emptied clean(HttpServletRequest request) throws IOException, InterruptedException {
    // Nothing in it matters, but a body that could not be read is refused here as elsewhere.
    bodies.read(request, MAX_BODY).close();
    Optional<Problem> refused = master.empty();
    if (refused.isPresent()) {
      throw new ProblemException(refused.get());
    }
    return new Emptied("ok", master.view().logId());
  }
}
