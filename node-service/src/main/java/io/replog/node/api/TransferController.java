package io.replog.node.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import io.replog.core.view.SecondaryView;
import io.replog.election.Elections;
import io.replog.http.body.Body;
import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.master.role.ByMaster;
import io.replog.master.role.Mastering;
import io.replog.model.ProblemType;
import io.replog.model.Voter;
import io.replog.node.election.Failures;
import io.replog.node.election.Heir;
import io.replog.node.master.CurrentMaster;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /cluster/transfer}: the master hands over to another node. Writers that wait get
 * outcome-pending; nothing that was acknowledged is lost.
 */
@RestController
class TransferController {

  private static final Logger logger = LoggerFactory.getLogger(TransferController.class);

  private static final int MAX_BODY = 10_000;
  private static final long CATCH_UP_MILLIS = 5_000;
  private static final long HAND_OVER_MILLIS = 5_000;
  private static final long STEP_MILLIS = 10;

  /** The most messages that an heir may lack: so few that others hardly wait for them. */
  private static final long SMALL_LAG = 200;

  private final Mastering mastering;
  private final Elections elections;
  private final CurrentMaster master;
  private final BodyReader bodies;
  private final String self;

  TransferController(
      Mastering mastering,
      Elections elections,
      CurrentMaster master,
      BodyReader bodies,
      Voter self) {
    this.mastering = mastering;
    this.elections = elections;
    this.master = master;
    this.bodies = bodies;
    this.self = self.server();
  }

  /**
   * @param status {@code ok} once the other node is master, {@code pending} if that is not known
   *     yet
   * @param detail why it is not known; absent if it is
   */
  record Transfer(
      String status,
      String from,
      String to,
      @JsonInclude(JsonInclude.Include.NON_NULL) String detail) {}

  @ByMaster
  @ClusterOnly
  @PostMapping(path = "/cluster/transfer", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Transfer> transfer(HttpServletRequest request)
      throws IOException, InterruptedException {
    Optional<String> to = to(request);
    if (to.filter(self::equals).isPresent()) {
      return ResponseEntity.ok(new Transfer("ok", self, self, null));
    }
    MasterRole role = mastering.role();
    String heir = heir(role, to);
    if (!await(CATCH_UP_MILLIS, () -> lag(role, heir) <= SMALL_LAG)) {
      throw new ProblemException(
          ProblemType.NO_QUORUM,
          "%s lacks %d messages: %s stays master"
              .formatted(Voter.server(heir), lag(role, heir), self));
    }
    logger.info("hands over to {}, as it was asked to", Voter.server(heir));
    Optional<String> failure = handOver(heir);
    boolean done =
        await(
            failure.isPresent() ? 0 : HAND_OVER_MILLIS,
            () -> master.known().filter(now -> now.voter().equals(heir)).isPresent());
    return done
        ? ResponseEntity.ok(new Transfer("ok", self, Voter.server(heir), null))
        : ResponseEntity.accepted()
            .body(
                new Transfer(
                    "pending",
                    self,
                    Voter.server(heir),
                    failure.orElse("it has not announced itself here yet")));
  }

  private Optional<String> to(HttpServletRequest request) throws IOException {
    try (Body body = bodies.read(request, MAX_BODY)) {
      if (body.bytes().length == 0) {
        return Optional.empty();
      }
      JsonFields fields = StrictJson.object(body.bytes()).allow(Set.of("to"));
      Optional<String> to = fields.text("to");
      fields.throwIfFaulty();
      return to;
    }
  }

  /** The voter asked for; otherwise, of those that are healthy, the one with most messages. */
  private static String heir(MasterRole role, Optional<String> to) {
    ClusterView view = role.view();
    return to.map(id -> Heir.named(view, voter -> Voter.server(voter).equals(id)))
        .orElseGet(() -> Heir.best(view))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_FOUND,
                    to.map("no other voter is called \"%s\""::formatted)
                        .orElse("no other voter is healthy")));
  }

  private static long lag(MasterRole role, String heir) {
    return role.view().secondaries().stream()
        .filter(each -> each.id().equals(heir))
        .mapToLong(SecondaryView::lag)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** Why its outcome is unknown, if so. */
  private Optional<String> handOver(String heir) {
    return elections
        .handOver(heir)
        .handle((done, failure) -> Optional.ofNullable(failure).map(Failures::reason))
        .join();
  }

  private static boolean await(long millis, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    return true;
  }
}
