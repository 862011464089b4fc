package io.replog.secondary.health;

import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.view.ClusterView;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.secondary.aside.SetAsideFiles;
import io.replog.secondary.config.SecondaryProperties;
import io.replog.secondary.faults.Faults;
import io.replog.secondary.faults.FaultsBody;
import io.replog.secondary.faults.FaultySecondary;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A secondary's health, and its answer to clients that mistake it for the master. */
@RestController
class SecondaryController {

  private final SecondaryRole secondary;
  private final FaultySecondary faulty;
  private final SecondaryProperties properties;
  private final ElectedNode.Data data;
  private final SetAsideFiles aside;

  SecondaryController(
      SecondaryRole secondary,
      FaultySecondary faulty,
      SecondaryProperties properties,
      ElectedNode.Data data,
      SetAsideFiles aside) {
    this.secondary = secondary;
    this.faulty = faulty;
    this.properties = properties;
    this.data = data;
    this.aside = aside;
  }

  @GetMapping("/health")
  ResponseEntity<SecondaryHealth> health() {
    ClusterView view = secondary.view();
    Faults faults = faulty.faults();
    boolean observes = data.log().facts().voters().isPresent();
    var health =
        new SecondaryHealth(
            view.fault() == null ? "UP" : "DOWN",
            view.role(),
            view.id(),
            secondary.run(),
            view.logId(),
            observes ? data.majority().length() : view.messages(),
            observes ? view.messages() : null,
            view.first(),
            view.buffered(),
            data.gap().ranges(),
            view.epoch(),
            MasterAddress.of(secondary, properties).orElse(null),
            secondary.isRetired(),
            observes ? aside.messages() : null,
            faults.any() ? FaultsBody.of(faults) : null,
            view.fault());
    return ResponseEntity.status(view.fault() == null ? 200 : 503).body(health);
  }

  @PostMapping({"/messages", "/"})
  @Query.Parameters({"w", "timeout_ms"})
  void notTheMaster() {
    Optional<String> known = MasterAddress.of(secondary, properties);
    String master = known.orElse("(not known to this node)");
    throw new ProblemException(
        Problem.of(
                ProblemType.METHOD_NOT_ALLOWED,
                "a secondary takes no messages; post to the master: " + master)
            .with("master", known.orElse(null)),
        Map.of("Allow", "GET, HEAD"));
  }
}
