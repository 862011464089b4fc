package io.replog.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.replog.core.joining.MasterClient.Answer;
import io.replog.http.json.JsonFields;
import io.replog.model.ProblemType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells a master's answer to a registration from whatever else may listen at a mistyped or recycled
 * address.
 */
final class RegistrationReader {

  private final String id;

  /** {@code id}: this node's, which a master repeats. */
  RegistrationReader(String id) {
    this.id = id;
  }

  /**
   * Reads one answer.
   *
   * @throws IOException if the master cannot answer now
   */
  Answer read(HttpAnswer given) throws IOException {
    int status = given.status();
    Optional<JsonFields> answer = given.json();
    Optional<ProblemType> problem = answer.flatMap(RegistrationReader::problem);
    if (problem.isPresent()) {
      return refusal(status, problem.get(), answer.get());
    }
    if (status >= 500) {
      throw new IOException("it answered " + status);
    }
    Optional<Answer> registered =
        status == 200 || status == 201 ? answer.flatMap(this::registered) : Optional.empty();
    String what = given.location().isEmpty() ? given.mediaType() : "to " + given.location();
    return registered.orElseGet(
        () ->
            new Answer.NoMaster(
                "answers, but not as a Replog master (%s)"
                    .formatted((status + " " + what).strip())));
  }

  private Optional<Answer> registered(JsonFields answer) {
    answer.require("url", "status").text("url");
    answer.text("status");
    Answer registered =
        new Answer.Registered(
            answer.bool("reached").orElse(true), answer.bool("counts").orElse(true));
    return answer.text("id").filter(id::equals).isPresent() && !answer.isFaulty()
        ? Optional.of(registered)
        : Optional.empty();
  }

  private static Optional<ProblemType> problem(JsonFields answer) {
    String type = answer.text("type").orElse("");
    return Arrays.stream(ProblemType.values())
        .filter(each -> each.uri().toString().equals(type))
        .findFirst();
  }

  private static Answer refusal(int status, ProblemType type, JsonFields problem)
      throws IOException {
    String detail = problem.text("detail").orElse("");
    if (type == ProblemType.RETIRED) {
      return new Answer.Retired();
    }
    if (type == ProblemType.NOT_FOUND || type == ProblemType.METHOD_NOT_ALLOWED) {
      return new Answer.NoMaster("is a Replog node that is not a master");
    }
    if (status >= 500) {
      throw new IOException("it answered %d: %s".formatted(status, detail));
    }
    if (type == ProblemType.MEMBER_CONFLICT) {
      return new Answer.Refused(detail + "; check SECONDARY_HOST or ADVERTISED_URL of this node");
    }
    return new Answer.Refused("%d %s%s".formatted(status, detail, faults(problem)));
  }

  private static String faults(JsonFields problem) {
    StringBuilder faults = new StringBuilder();
    for (JsonNode error : problem.get("errors").orElse(MissingNode.getInstance())) {
      faults.append(
          "; %s: %s".formatted(error.path("field").asText(), error.path("detail").asText()));
    }
    return faults.toString();
  }
}
