package io.replog.secondary.api;

import io.replog.http.problem.ProblemException;
import io.replog.log.DurableLog;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.secondary.api.SecondaryHealth.FaultsBody;
import io.replog.secondary.config.Joining;
import io.replog.secondary.config.RunId;
import io.replog.secondary.config.SecondaryProperties;
import io.replog.secondary.faults.Faults;
import io.replog.secondary.faults.FaultyReplica;
import io.replog.secondary.replica.Replica;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a secondary says of itself, and to those who take it for the master. */
@RestController
class SecondaryController {

  private final DurableLog log;
  private final Replica replica;
  private final FaultyReplica faulty;
  private final Joining joining;
  private final RunId run;
  private final SecondaryProperties properties;

  SecondaryController(
      DurableLog log,
      Replica replica,
      FaultyReplica faulty,
      Joining joining,
      RunId run,
      SecondaryProperties properties) {
    this.log = log;
    this.replica = replica;
    this.faulty = faulty;
    this.joining = joining;
    this.run = run;
    this.properties = properties;
  }

  @GetMapping("/health")
  ResponseEntity<SecondaryHealth> health() {
    Optional<String> reason = log.failure().map(Throwable::getMessage);
    Faults faults = faulty.faults();
    var health =
        new SecondaryHealth(
            reason.isEmpty() ? "UP" : "DOWN",
            "secondary",
            properties.id(),
            run.value(),
            log.identity().logId().orElse(null),
            log.length(),
            replica.buffered(),
            log.identity().epoch(),
            properties.master().map(URI::toString).orElse(null),
            joining.retired(),
            faults.any() ? FaultsBody.of(faults) : null,
            reason.orElse(null));
    return ResponseEntity.status(reason.isEmpty() ? 200 : 503).body(health);
  }

  @PostMapping({"/messages", "/"})
  void notTheMaster() {
    String master = properties.master().map(URI::toString).orElse("(not known to this node)");
    throw new ProblemException(
        Problem.of(
                ProblemType.METHOD_NOT_ALLOWED,
                "a secondary takes no messages; post to the master: " + master)
            .with("master", properties.master().map(URI::toString).orElse(null)),
        Map.of("Allow", "GET, HEAD"));
  }
}
