package io.replog.node.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.MasterRole;
import io.replog.core.view.SecondaryView;
import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonFields;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.http.security.ClusterOnly;
import io.replog.http.settings.Setting;
import io.replog.master.role.ByMaster;
import io.replog.master.role.Mastering;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.config.ClusterNodeProperties;
import io.replog.node.voters.Newcomers;
import io.replog.node.voters.Newcomers.Changing;
import io.replog.node.voters.Newcomers.Done;
import io.replog.node.voters.Newcomers.Ended;
import io.replog.node.voters.Newcomers.Filling;
import io.replog.node.voters.Newcomers.Stage;
import io.replog.node.voters.VoterRules;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /cluster/nodes} and {@code DELETE /cluster/nodes/{id}}: the master takes a node in as
 * a voter, or lets one go. What is under way when a request ends goes on; the same request again
 * tells how far it is.
 */
@RestController
@ByMaster
@RequestMapping(path = "/cluster/nodes", produces = MediaType.APPLICATION_JSON_VALUE)
class NodesController {

  private static final Logger logger = LoggerFactory.getLogger(NodesController.class);

  private static final int MAX_BODY = 10_000;
  private static final long LONGEST_WAIT = Duration.ofHours(1).toMillis();
  private static final long STEP_MILLIS = 10;
  private static final Set<String> FIELDS = Set.of("url", "id", "force", "timeout_ms");

  private final Mastering mastering;
  private final Newcomers newcomers;
  private final AskedNodes asked;
  private final BodyReader bodies;
  private final Duration patience;

  NodesController(
      Mastering mastering,
      Newcomers newcomers,
      AskedNodes asked,
      BodyReader bodies,
      ClusterNodeProperties properties) {
    this.mastering = mastering;
    this.newcomers = newcomers;
    this.asked = asked;
    this.bodies = bodies;
    this.patience = properties.members().patience();
  }

  /**
   * @param status {@code ok} once the node votes, {@code pending} while that is under way
   * @param voter its id as a voter
   * @param lag how many messages it lacks; absent where this is not known
   * @param detail what is under way; absent where nothing is
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Change(
      String status,
      String id,
      String url,
      String voter,
      Integer electionPort,
      Long lag,
      String detail) {}

  private record Wanted(URI url, Optional<String> id, boolean force, Duration patience) {}

  private Wanted wanted(HttpServletRequest request) throws IOException {
    JsonFields fields = bodies.object(request, MAX_BODY).allow(FIELDS).require("url");
    URI url = fields.text("url", Setting::baseUrl).orElse(null);
    Optional<String> id = fields.text("id", Setting::serverId);
    boolean force = fields.bool("force").orElse(false);
    Optional<Long> millis = fields.integer("timeout_ms", 1, LONGEST_WAIT);
    fields.throwIfFaulty();
    return new Wanted(url, id, force, millis.map(Duration::ofMillis).orElse(patience));
  }

  @ClusterOnly
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Change> add(HttpServletRequest request) throws IOException, InterruptedException {
    Wanted wanted = wanted(request);
    MasterRole role = opened();
    Voters record = role.voterChanges().record();
    Voter there = asked.voterAt(wanted.url(), wanted.id(), role.view().logId());
    boolean recorded = record.now().contains(there);
    if (recorded && newcomers.stage(role, there) instanceof Done) {
      return ResponseEntity.ok(change("ok", there, role, null));
    }
    if (newcomers.filling().filter(there::equals).isEmpty() && !recorded) {
      refuse(VoterRules.adding(record, there, alive(role), wanted.force()));
      refuse(newcomers.begin(role, there));
    }
    Stage stage = await(wanted.patience(), () -> newcomers.stage(role, there));
    return switch (stage) {
      case Done done -> ResponseEntity.status(201).body(change("ok", there, role, null));
      case Filling filling -> pending(change("pending", there, role, "it is getting the log"));
      case Changing changing -> pending(change("pending", there, role, changing.what()));
      case Ended ended -> throw ended(role, ended);
    };
  }

  @ClusterOnly
  @DeleteMapping("/{id}")
  @Query.Parameters({"force", "timeout_ms"})
  ResponseEntity<Change> remove(@PathVariable("id") String id, HttpServletRequest request)
      throws InterruptedException {
    boolean force = force(request.getParameter("force"));
    Duration wait = wait(request.getParameter("timeout_ms"));
    MasterRole role = opened();
    if (newcomers.abandon(id)) {
      return ResponseEntity.noContent().build();
    }
    if (!newcomers.isKnown(role, id)) {
      throw new ProblemException(ProblemType.NOT_FOUND, "no voter is called \"%s\"".formatted(id));
    }
    Voters record = role.voterChanges().record();
    if (record.now().stream().anyMatch(voter -> voter.server().equals(id))) {
      refuse(VoterRules.removing(record, id, asked.self(), alive(role), force));
      logger.info("removes the voter {}, as it was asked to", id);
      refuse(role.voterChanges().begin(now -> VoterRules.without(now, id)));
    }
    return switch (await(wait, () -> newcomers.stage(role))) {
      case Done done -> ResponseEntity.noContent().build();
      case Filling filling -> throw new IllegalStateException("nobody is filled to be removed");
      case Changing changing ->
          pending(new Change("pending", id, null, null, null, null, changing.what()));
      case Ended ended -> throw ended(role, ended);
    };
  }

  private static boolean force(String text) {
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw ProblemException.invalid("force", "must be true or false");
    }
    return "true".equals(text);
  }

  private Duration wait(String millis) {
    return millis == null
        ? patience
        : Duration.ofMillis(Math.min(LONGEST_WAIT, Query.number("timeout_ms", millis, 1)));
  }

  /** The role of a master that has opened: an earlier record of the voters may be an old one. */
  private MasterRole opened() {
    MasterRole role = mastering.role();
    if (role.mode().isRecovering() || role.mode().hasEnded()) {
      throw notMaster();
    }
    return role;
  }

  /** Who passed the request on may ask the next master. */
  private static ProblemException notMaster() {
    return ProblemException.retryAfter(
        1,
        Problem.of(
            ProblemType.NO_MASTER,
            "this node is not the master, or not any more; the same request again tells how far"
                + " the change is"));
  }

  private static ProblemException ended(MasterRole role, Ended ended) {
    return role.mode().hasEnded()
        ? notMaster()
        : new ProblemException(
            ProblemType.MEMBER_CONFLICT, "the node was not taken in: " + ended.why());
  }

  private static void refuse(Optional<Problem> refused) {
    if (refused.isPresent()) {
      throw new ProblemException(refused.get());
    }
  }

  private Predicate<Voter> alive(MasterRole role) {
    Set<String> healthy =
        role.view().secondaries().stream()
            .filter(each -> each.status().equals("HEALTHY"))
            .map(SecondaryView::id)
            .collect(Collectors.toSet());
    return voter -> voter.server().equals(asked.self()) || healthy.contains(voter.id());
  }

  private static ResponseEntity<Change> pending(Change change) {
    return ResponseEntity.accepted().body(change);
  }

  private static Change change(String status, Voter voter, MasterRole role, String detail) {
    Long lag =
        role.view().secondaries().stream()
            .filter(each -> each.id().equals(voter.id()))
            .map(SecondaryView::lag)
            .findFirst()
            .orElse(null);
    return new Change(
        status,
        voter.server(),
        voter.url().toString(),
        voter.id(),
        voter.electionPort(),
        lag,
        detail);
  }

  private static Stage await(Duration wait, Supplier<Stage> stage) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      Stage now = stage.get();
      if (now instanceof Done || now instanceof Ended || System.nanoTime() - deadline >= 0) {
        return now;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }
}
