package io.replog.cluster.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.RawHttp;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no HTTP, which the server refuses before any code of Replog sees them. */
class MalformedHttpIT extends Scenarios implements OnProcesses {

  private static final String END = "\r\nHost: x\r\nConnection: close\r\n\r\n";

  private Cluster cluster;

  @BeforeAll
  void startMaster() {
    cluster = cluster(Topology.masterAnd(0));
    cluster.start(master);
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("a request line of one word", "HELLO\r\n\r\n", "400"),
        Arguments.of("a method with spaces", "GE T /messages HTTP/1.1" + END, "400|505"),
        Arguments.of("a path with forbidden characters", "GET /mess<>ages{} HTTP/1.1" + END, "400"),
        Arguments.of("a broken percent escape", "GET /messages/%zz HTTP/1.1" + END, "400"),
        Arguments.of("an escaped slash", "GET /messages%2f1 HTTP/1.1" + END, "400|404"),
        Arguments.of("a NUL in the path", "GET /messages/%00 HTTP/1.1" + END, "400|404"),
        Arguments.of("out of the root", "GET /../../etc/passwd HTTP/1.1" + END, "400|404"),
        Arguments.of("an unknown version", "GET /messages HTTP/9.9" + END, "505"),
        Arguments.of("no host", "GET /messages HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
        Arguments.of("an unknown method", "BREW /messages HTTP/1.1" + END, "405|501"),
        Arguments.of("TRACE", "TRACE /messages HTTP/1.1" + END, "405"),
        Arguments.of(
            "a negative length", "POST /messages HTTP/1.1\r\nContent-Length: -1" + END, "400"),
        Arguments.of(
            "two lengths",
            "POST /messages HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3" + END,
            "400"),
        Arguments.of(
            "chunks that are none",
            "POST /messages HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json"
                + END
                + "zz\r\n",
            "400"),
        Arguments.of(
            "a header bomb",
            "GET /messages HTTP/1.1\r\nX-Bomb: " + "x".repeat(200_000) + END,
            "431"),
        Arguments.of(
            "seven kilobytes of cookies",
            "GET /messages HTTP/1.1\r\nHost: x\r\nCookie: a=" + "x".repeat(7_000) + "\r\n\r\n",
            "431"),
        Arguments.of(
            "a path of seven kilobytes", "GET /" + "x".repeat(7_000) + " HTTP/1.1" + END, "414"),
        Arguments.of(
            "an unknown transfer encoding",
            "POST /messages HTTP/1.1\r\nTransfer-Encoding: gzip" + END,
            "501"),
        Arguments.of("an unknown expectation", "GET / HTTP/1.1\r\nExpect: tea" + END, "417"),
        Arguments.of(
            "ten thousand headers",
            "GET /messages HTTP/1.1" + "\r\nX-A: b".repeat(10_000) + END,
            "431"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void itIsRefusedWithoutAPageOrATrace(String name, String request, String status)
      throws IOException {
    String answer =
        RawHttp.exchange(
            cluster.client(master).node(), request.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(answer).matches("(?s)HTTP/1\\.1 (" + status + ")\\b.*");
    assertThat(answer)
        .contains("Content-Type: application/problem+json")
        .contains("\"status\":" + answer.substring(9, 12))
        .doesNotContainIgnoringCase("<html")
        .doesNotContainIgnoringCase("<!doctype")
        .doesNotContain("Exception")
        .doesNotContain("java.")
        .doesNotContainIgnoringCase("tomcat");
    assertThat(cluster.client(master).messages()).isEmpty();
  }
}
