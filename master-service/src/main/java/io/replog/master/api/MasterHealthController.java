package io.replog.master.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.master.append.PendingWrites;
import io.replog.master.config.MasterProperties;
import io.replog.master.membership.Membership;
import io.replog.master.mode.Mode;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /health} of the master: itself and its view of the secondaries. */
@RestController
class MasterHealthController {

  private final DurableLog log;
  private final Membership membership;
  private final PendingWrites pending;
  private final Mode mode;
  private final MasterProperties properties;

  MasterHealthController(
      DurableLog log,
      Membership membership,
      PendingWrites pending,
      Mode mode,
      MasterProperties properties) {
    this.log = log;
    this.membership = membership;
    this.pending = pending;
    this.mode = mode;
    this.properties = properties;
  }

  /**
   * @param mode read-write, read-only, recovering or fenced
   * @param waiting writers that wait for their write concern
   * @param reason present where the node cannot do its work
   */
  record Health(
      String status,
      String role,
      String id,
      String mode,
      String logId,
      long messages,
      long epoch,
      int nodes,
      int healthy,
      int waiting,
      @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
      List<SecondaryView> secondaries) {}

  @GetMapping("/health")
  ResponseEntity<Health> health() {
    LogIdentity identity = log.identity();
    Optional<String> fault = mode.fault();
    long length = log.length();
    long now = System.nanoTime();
    Health health =
        new Health(
            fault.isEmpty() ? "UP" : "DOWN",
            "master",
            properties.id(),
            mode.label(),
            identity.logId().orElse(null),
            length,
            identity.epoch(),
            membership.nodes(),
            membership.healthy(),
            pending.count(),
            fault.orElse(null),
            membership.secondaries().stream()
                .map(secondary -> SecondaryView.of(secondary, length, now))
                .toList());
    return ResponseEntity.status(fault.isEmpty() ? 200 : 503).body(health);
  }
}
