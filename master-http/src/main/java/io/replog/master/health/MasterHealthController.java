package io.replog.master.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /health} of the master: itself and its view of the secondaries. */
@RestController
class MasterHealthController {

  private final MasterRole master;

  MasterHealthController(MasterRole master) {
    this.master = master;
  }

  /**
   * @param mode read-write, read-only, recovering or fenced
   * @param waiting writers that wait for their write concern
   * @param reason present if the node cannot do its work
   */
  record Health(
      String status,
      String role,
      String id,
      String mode,
      String logId,
      long messages,
      long first,
      long epoch,
      int nodes,
      int healthy,
      int waiting,
      @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
      List<SecondaryBody> secondaries) {}

  @GetMapping("/health")
  ResponseEntity<Health> health() {
    ClusterView view = master.view();
    boolean up = view.fault() == null;
    Health health =
        new Health(
            up ? "UP" : "DOWN",
            view.role(),
            view.id(),
            view.mode(),
            view.logId(),
            view.messages(),
            view.first(),
            view.epoch(),
            view.nodes(),
            view.healthy(),
            view.waiting(),
            view.fault(),
            view.secondaries().stream().map(each -> SecondaryBody.of(each, each.id())).toList());
    return ResponseEntity.status(up ? 200 : 503).body(health);
  }
}
