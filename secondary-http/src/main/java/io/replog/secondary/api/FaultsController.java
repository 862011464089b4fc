package io.replog.secondary.api;

import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonFields;
import io.replog.http.security.ClusterOnly;
import io.replog.secondary.faults.Faults;
import io.replog.secondary.faults.FaultsBody;
import io.replog.secondary.faults.FaultySecondary;
import io.replog.secondary.role.Receiving;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets the faults of this node while it runs. */
@RestController
@RequestMapping(path = "/actuator/faults", produces = MediaType.APPLICATION_JSON_VALUE)
class FaultsController {

  private static final Logger log = LoggerFactory.getLogger(FaultsController.class);
  private static final int MAX_BODY = 10_000;
  private static final Set<String> KNOWN =
      Set.of("delay", "jitter", "error_before", "error_after", "offline");

  private final FaultySecondary faulty;
  private final Receiving receiving;
  private final BodyReader bodies;

  FaultsController(FaultySecondary faulty, Receiving receiving, BodyReader bodies) {
    this.faulty = faulty;
    this.receiving = receiving;
    this.bodies = bodies;
  }

  @GetMapping
  FaultsBody show() {
    return FaultsBody.of(faulty.faults());
  }

  /** Fields that the body omits stay unchanged. */
  @ClusterOnly
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  FaultsBody change(HttpServletRequest request) throws IOException {
    JsonFields fields = bodies.object(request, MAX_BODY).allow(KNOWN);
    Faults before = faulty.faults();
    Duration delay = duration(fields, "delay", before.delay());
    Duration jitter = duration(fields, "jitter", before.jitter());
    double errorBefore = fields.number("error_before", 0, 1).orElse(before.errorBefore());
    double errorAfter = fields.number("error_after", 0, 1).orElse(before.errorAfter());
    boolean offline = fields.bool("offline").orElse(before.offline());
    fields.throwIfFaulty();
    Faults after = new Faults(delay, jitter, errorBefore, errorAfter, offline);
    faulty.set(after);
    log.info("faults are now {}", FaultsBody.of(after));
    if (before.offline() && !offline) {
      receiving.announce();
    }
    return FaultsBody.of(after);
  }

  private static Duration duration(JsonFields fields, String name, Duration otherwise) {
    return fields.text(name).map(text -> parse(fields, name, text)).orElse(otherwise);
  }

  private static Duration parse(JsonFields fields, String name, String text) {
    try {
      Duration value = DurationStyle.detectAndParse(text.strip());
      if (!value.isNegative() && value.compareTo(Faults.MAX_DELAY) <= 0) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the error below.
    }
    fields.error(name, "must be a duration from \"0s\" to \"1h\", such as \"50ms\" or \"5s\"");
    return Duration.ZERO;
  }
}
