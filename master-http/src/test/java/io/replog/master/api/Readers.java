package io.replog.master.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.master.config.MasterProperties;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the tests of both readers share. */
final class Readers {

  static final int MAX_MESSAGE = 100;

  private Readers() {}

  /** The defaults, but for the limit of a message and what is given. */
  static MasterProperties properties(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("replog.id", "master");
    properties.put("replog.data-dir", "unused");
    properties.put("replog.limits.message", MAX_MESSAGE + "B");
    properties.put("replog.limits.body", "1000B");
    properties.put("replog.limits.streams", "1");
    properties.put("replog.limits.bodies", "128MB");
    properties.put("replog.limits.stream-heartbeat", "1s");
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("replog", MasterProperties.class);
  }

  /** The faults that {@code request} is refused for, as an invalid one. */
  @SuppressWarnings("unchecked")
  static List<FieldError> errors(Runnable request) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, request::run);
    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
    return (List<FieldError>) refused.problem().members().get("errors");
  }

  static void assertTooLarge(Runnable request) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, request::run);
    assertThat(refused).as("refusal").isNotNull();
    assertThat(refused.problem().type()).isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
  }
}
