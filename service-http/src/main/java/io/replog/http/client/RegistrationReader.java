package io.replog.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.replog.core.joining.MasterClient.Answer;
import io.replog.model.ProblemType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells a master's answer to a registration from whatever else may listen at a mistyped or recycled
 * address.
 */
final class RegistrationReader {

  private final ObjectMapper json;
  private final String id;

  /** {@code id}: this node's, which a master repeats. */
  RegistrationReader(ObjectMapper json, String id) {
    this.json = json;
    this.id = id;
  }

  /**
   * Reads one answer.
   *
   * @throws IOException if the master cannot answer now
   */
  Answer read(HttpAnswer given) throws IOException {
    int status = given.status();
    JsonNode answer = parse(given.body());
    Optional<ProblemType> problem = problem(answer);
    if (problem.isPresent()) {
      return refusal(status, problem.get(), answer);
    }
    if (status >= 500) {
      throw new IOException("it answered " + status);
    }
    if ((status == 200 || status == 201)
        && id.equals(answer.path("id").textValue())
        && answer.path("url").isTextual()
        && answer.path("status").isTextual()
        && isFlag(answer.path("reached"))
        && isFlag(answer.path("counts"))) {
      return new Answer.Registered(
          answer.path("reached").asBoolean(true), answer.path("counts").asBoolean(true));
    }
    String what = given.location().isEmpty() ? given.mediaType() : "to " + given.location();
    return new Answer.NoMaster(
        "answers, but not as a Replog master (%s)".formatted((status + " " + what).strip()));
  }

  private static boolean isFlag(JsonNode value) {
    return value.isBoolean() || value.isMissingNode();
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode read = json.readTree(body);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<ProblemType> problem(JsonNode answer) {
    String type = answer.path("type").asText();
    return Arrays.stream(ProblemType.values())
        .filter(each -> each.uri().toString().equals(type))
        .findFirst();
  }

  private static Answer refusal(int status, ProblemType type, JsonNode problem) throws IOException {
    String detail = problem.path("detail").asText();
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

  private static String faults(JsonNode problem) {
    StringBuilder faults = new StringBuilder();
    for (JsonNode error : problem.path("errors")) {
      faults.append(
          "; %s: %s".formatted(error.path("field").asText(), error.path("detail").asText()));
    }
    return faults.toString();
  }
}
