package io.replog.cluster.fuzz;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is true of every answer, whatever was asked. */
final class AnswerRules {

  /** The problems of status 500 and above that a request alone can lead to. */
  private static final Set<String> LISTED =
      Set.of("overloaded", "write-concern-timeout", "fault-injected", "offline");

  private static final Pattern INSIDES =
      Pattern.compile(
          "Exception|\\tat |<html|<!doctype"
              + "|\\b(java|javax|jakarta|org\\.(springframework|apache|rocksdb)|io\\.replog)\\.",
          Pattern.CASE_INSENSITIVE);

  private AnswerRules() {}

  /** What is wrong with the answer. */
  static List<String> broken(RawRequest request, RawAnswer answer) {
    if (answer.status() < 400) {
      return showsInsides(request, answer) ? List.of("shows its insides") : List.of();
    }
    if (!answer.isProblem() && !request.isForWholeServer()) {
      return List.of("an error without a problem document");
    }
    if (request.isHead() || request.isForWholeServer()) {
      return answer.status() == 500
          ? List.of("a failure that the contract does not list")
          : List.of();
    }
    if (answer.json().path("status").asInt() != answer.status()) {
      return List.of("a problem document of another status");
    }
    boolean version = answer.status() == 501 || answer.status() == 505;
    if (answer.status() >= 500 && !version && !LISTED.contains(answer.problem())) {
      return List.of("a failure that the contract does not list");
    }
    return showsInsides(request, answer) ? List.of("shows its insides") : List.of();
  }

  /** Metrics are named for classes, and the root is a page for browsers. */
  private static boolean showsInsides(RawRequest request, RawAnswer answer) {
    boolean meant =
        answer.status() < 400
            && (request.target().contains("/actuator")
                || answer.header("content-type").startsWith("text/html"));
    return !meant && INSIDES.matcher(answer.text()).find();
  }
}
