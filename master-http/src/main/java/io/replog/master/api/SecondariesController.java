package io.replog.master.api;

import io.replog.core.MasterRole;
import io.replog.core.membership.Registration;
import io.replog.core.view.SecondaryView;
import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonFields;
import io.replog.http.problem.ProblemException;
import io.replog.http.security.ClusterOnly;
import io.replog.http.settings.Setting;
import io.replog.master.health.SecondaryBody;
import io.replog.master.role.ByMaster;
import io.replog.master.role.Mastering;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows, registers and retires secondaries. */
@RestController
@ByMaster
@RequestMapping(path = "/secondaries", produces = MediaType.APPLICATION_JSON_VALUE)
class SecondariesController {

  private static final int MAX_BODY = 10_000;
  private static final int MAX_REFUSALS = 1_000;
  private static final Set<String> FIELDS = Set.of("id", "url", "run");

  private static final Logger logger = LoggerFactory.getLogger(SecondariesController.class);

  private final Mastering mastering;
  private final BodyReader bodies;
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  SecondariesController(Mastering mastering, BodyReader bodies) {
    this.mastering = mastering;
    this.bodies = bodies;
  }

  @GetMapping
  Map<String, List<SecondaryBody>> list() {
    MasterRole master = mastering.role();
    return Map.of("secondaries", master.view().secondaries().stream().map(this::body).toList());
  }

  @ClusterOnly
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<SecondaryBody> register(HttpServletRequest request) throws IOException {
    JsonFields fields = bodies.object(request, MAX_BODY).allow(FIELDS).require("id", "url");
    String id = fields.text("id", Setting::serverId).orElse(null);
    URI url = fields.text("url", Setting::baseUrl).orElse(null);
    String run = fields.text("run").orElse(null);
    fields.throwIfFaulty();
    return switch (mastering.role().register(id, url, run)) {
      case Registration.Member member ->
          ResponseEntity.status(member.isNew() ? 201 : 200).body(body(member.secondary().id()));
      case Registration.Retired retired ->
          throw new ProblemException(
              ProblemType.RETIRED,
              "\"%s\" was retired; start it anew to let it join again".formatted(id));
      case Registration.Ended ended -> throw new ProblemException(ended.problem());
      case Registration.Conflict conflict -> {
        logOnce(
            id, "refused the registration of %s at %s: %s".formatted(id, url, conflict.reason()));
        throw new ProblemException(ProblemType.MEMBER_CONFLICT, conflict.reason());
      }
    };
  }

  private SecondaryBody body(SecondaryView view) {
    return SecondaryBody.of(view, mastering.shown(view.id()));
  }

  private SecondaryBody body(String id) {
    return mastering.role().view().secondaries().stream()
        .filter(secondary -> secondary.id().equals(id))
        .map(this::body)
        .findFirst()
        .orElseThrow(
            () -> new ProblemException(ProblemType.RETIRED, "\"%s\" was retired".formatted(id)));
  }

  /** A refused node registers again every two seconds. */
  private void logOnce(String id, String line) {
    if (refusals.size() >= MAX_REFUSALS) {
      refusals.clear();
    }
    if (!line.equals(refusals.put(id, line))) {
      logger.warn(line);
    }
  }

  record Retirement(String status, String id) {}

  @ClusterOnly
  @DeleteMapping("/{id}")
  Retirement retire(@PathVariable("id") String id) {
    Optional<Problem> refused = mastering.role().retire(id);
    if (refused.isPresent()) {
      throw new ProblemException(refused.get());
    }
    return new Retirement("retired", id);
  }
}
