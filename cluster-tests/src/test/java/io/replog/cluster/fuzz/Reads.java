package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Requests that both services answer, and that change nothing. */
final class Reads {

  private Reads() {}

  static RawRequest any(Chance chance, long length) {
    RawRequest request =
        switch (chance.below(12)) {
          case 0 -> RawRequest.of("GET", "/" + page(chance, length));
          case 1 -> RawRequest.of("GET", "/full_messages" + page(chance, length));
          case 2 -> RawRequest.of("GET", "/messages/" + order(chance, length));
          case 3 ->
              RawRequest.of(
                  "GET", "/messages/by-id" + chance.of("/", "?id=") + escaped(id(chance)));
          case 4 -> RawRequest.of("GET", "/messages/stream?from=" + order(chance, length));
          case 5 -> RawRequest.of("GET", chance.of("/health", "/cluster", "/cluster/stream"));
          case 6 -> actuator(chance);
          case 7 ->
              RawRequest.of("GET", "/assets/" + chance.of("main.js", "replog.css", "nothing"));
          case 8 -> RawRequest.of("GET", chance.of("/nothing", "/error", "/favicon.ico", "/clean"));
          default -> RawRequest.of("GET", "/messages" + page(chance, length));
        };
    return chance.oneIn(10) ? request.method("HEAD") : request;
  }

  private static RawRequest actuator(Chance chance) {
    return RawRequest.of(
        "GET",
        "/actuator"
            + chance.of(
                "",
                "/health",
                "/health/liveness",
                "/health/nothing",
                "/metrics",
                "/metrics/jvm.memory.used",
                "/metrics/jvm.memory.used?tag=area:heap",
                "/metrics/jvm.memory.used?tag=x",
                "/metrics/nothing",
                "/prometheus",
                "/prometheus?includedNames=x",
                "/info",
                "/env",
                "/faults",
                "/backup"));
  }

  private static String page(Chance chance, long length) {
    return switch (chance.below(5)) {
      case 0 -> "";
      case 1 -> chance.of("?limit=", "?limt=", "?limit=1&limit=") + order(chance, 5);
      case 2 -> "?from=" + chance.of("x", "-1", "1.5", "", "9".repeat(19)) + "&limit=1";
      default -> "?limit=2&from=" + order(chance, length);
    };
  }

  static long order(Chance chance, long length) {
    return chance.below((int) length + 3);
  }

  /** One of few, so that they meet. */
  static String id(Chance chance) {
    return chance.oneIn(5) ? chance.text() : "id-" + chance.below(2_000);
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
