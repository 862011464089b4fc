package io.replog.master.api;

import io.replog.core.MasterRole;
import io.replog.http.body.BodyReader;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.http.security.Experiment;
import io.replog.master.role.ByMaster;
import io.replog.master.role.Mastering;
import io.replog.model.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Empties the log on every node, for experiments. */
@RestController
class CleanController {

  private static final int MAX_BODY = 10_000;

  private final Mastering mastering;
  private final BodyReader bodies;

  CleanController(Mastering mastering, BodyReader bodies) {
    this.mastering = mastering;
    this.bodies = bodies;
  }

  record Emptied(String status, String logId) {}

  @ByMaster
  @ClusterOnly
  @Experiment
  @PostMapping(path = "/clean", produces = MediaType.APPLICATION_JSON_VALUE)
  Emptied clean(HttpServletRequest request) throws IOException, InterruptedException {
    // Nothing in it matters, but a body that could not be read is refused here as elsewhere.
    bodies.read(request, MAX_BODY).close();
    MasterRole master = mastering.role();
    Optional<Problem> refused = master.empty();
    if (refused.isPresent()) {
      throw new ProblemException(refused.get());
    }
    return new Emptied("ok", master.view().logId());
  }
}
