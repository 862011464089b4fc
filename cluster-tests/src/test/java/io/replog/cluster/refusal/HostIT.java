package io.replog.cluster.refusal;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import io.replog.cluster.client.RawHttp;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which names and addresses a node answers. */
class HostIT extends Scenarios implements OnProcesses {

  private Cluster open;
  private Cluster guarded;

  @BeforeAll
  void startTwo() {
    // Where they listen is left to them.
    open = cluster(Topology.masterAnd(1).withoutToken().setAll("SERVER_ADDRESS", ""));
    open.start(master, s1);
    assertThat(open.client(master).post("kept", Field.w(2))).isCreated();
    guarded = cluster(Topology.masterAnd(0));
    guarded.start(master);
  }

  static Stream<Arguments> requests() {
    String post = "POST /messages HTTP/1.1\r\nContent-Type: application/json\r\n";
    return Stream.of(
        Arguments.of(master, post + "Content-Length: 21\r\n", "{\"message\":\"x\",\"w\":1}"),
        Arguments.of(master, "GET /messages HTTP/1.1\r\n", ""),
        Arguments.of(master, "GET / HTTP/1.1\r\nAccept: text/html\r\n", ""),
        Arguments.of(master, "GET /nowhere HTTP/1.1\r\n", ""),
        Arguments.of(master, "POST /actuator/backup HTTP/1.1\r\nContent-Length: 0\r\n", ""),
        Arguments.of(master, "OPTIONS /messages HTTP/1.1\r\n", ""),
        Arguments.of(s1, "GET /messages HTTP/1.1\r\nX-Forwarded-Host: localhost\r\n", ""),
        Arguments.of(s1, "GET /actuator/faults HTTP/1.1\r\n", ""));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void withoutATokenANodeDoesNotAnswerToAForeignName(Node node, String head, String body)
      throws IOException {
    String origin =
        "Host: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n";
    assertThat(exchange(open.client(node), head + origin + body))
        .startsWith("HTTP/1.1 421 ")
        .contains("application/problem+json", "misdirected", "CLUSTER_TOKEN", "evil.example");
    assertThat(open.client(master).messages()).containsExactly("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:5000", "127.0.0.1", "127.9.9.9:1", "[::1]:5000"})
  void withoutATokenANodeAnswersToNamesOfItsLoopback(String host) throws IOException {
    assertThat(exchange(open.client(master), get("/messages", host))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aRequestOfHttp10NeedsNoHost() throws IOException {
    assertThat(exchange(open.client(master), "GET /messages HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secondary_1:5001", "_x", "a_b.c_d", "evil.example"})
  void withATokenANodeAnswersToAnyNameUnderscoresIncluded(String host) throws IOException {
    Client client = guarded.client(master);
    for (String path :
        List.of(
            "/messages", "/full_messages?limit=1", "/health", "/secondaries", "/", "/actuator")) {
      assertThat(exchange(client, get(path, host))).as(path).startsWith("HTTP/1.1 200 ");
    }
    assertThat(exchange(client, get("/nowhere", host)))
        .startsWith("HTTP/1.1 404 ")
        .contains("no such path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a b", "a__b:port", "[::1", "x:y"})
  void whatIsNoHostIsNamed(String host) throws IOException {
    assertThat(exchange(guarded.client(master), get("/messages", host)))
        .startsWith("HTTP/1.1 400 ")
        .contains("the Host header");
  }

  /** {@code localhost} is {@code ::1} first, where a machine has that. */
  @Test
  void withoutATokenANodeListensOnBothLoopbacks() {
    for (Node node : List.of(master, s1)) {
      int port = open.client(node).node().getPort();
      try (Client other =
          new Client(URI.create("http://%s:%d".formatted(otherLoopback(), port)), null)) {
        assertThat(other.get("/messages")).hasStatus(200);
      }
    }
  }

  private static String otherLoopback() {
    try {
      new ServerSocket(0, 1, InetAddress.getByName("::1")).close();
      return "[::1]";
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }

  private static String get(String path, String host) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
  }

  private static String exchange(Client client, String request) throws IOException {
    return RawHttp.exchange(client.node(), request.getBytes(StandardCharsets.ISO_8859_1));
  }
}
