package io.replog.cluster.reading;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text that JSON can hold arrives unharmed on every node. */
class AnyTextIT extends Scenarios implements OnProcesses {

  private static final int LIMIT = 1024 * 1024;

  private Cluster cluster;

  @BeforeAll
  void startThree() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("emoji beyond the basic plane", "👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢"),
        Arguments.of("many scripts", "Привіт, 世界, مرحبا, שלום, नमस्ते, ಠ_ಠ"),
        Arguments.of("combining marks, not normalized", "e\u0301 \u00e9 \u1e69 s\u0323\u0307"),
        Arguments.of("quotes and backslashes", "\"'`\\\\\" {\"message\":\"x\"} \\u0041 \\n"),
        Arguments.of("control characters", "\u0001\u0002\b\f\n\r\t\u001f\u007f\u0085"),
        Arguments.of("NUL", "before\u0000after\u0000"),
        Arguments.of("line and paragraph separators", "a\u2028b\u2029c\ufeffd"),
        Arguments.of("noncharacters", "\uffff\ufffe\ufdd0"),
        Arguments.of("one blank", " "),
        Arguments.of("markup", "</script><script>alert(1)</script><!-- & -->"),
        Arguments.of("the largest, one byte a character", "x".repeat(LIMIT)),
        Arguments.of("the largest, four bytes a character", "🦔".repeat(LIMIT / 4)),
        Arguments.of("the largest, six bytes a character in JSON", "\u0001".repeat(LIMIT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void textArrivesUnharmedEverywhere(String name, String text) {
    Answer answer = cluster.client(master).post(text, w(3));
    assertThat(answer).isCreated();
    for (Node node : new Node[] {master, s1, s2}) {
      Answer stored = cluster.client(node).get("/messages/" + answer.order());
      assertThat(stored).hasStatus(200);
      assertThat(stored.json().path("message").textValue()).as("%s", node).isEqualTo(text);
    }
  }

  static Stream<String> ids() {
    return Stream.of(
        "a/b",
        "ü 🦔",
        "%2F",
        "\"",
        "x".repeat(256),
        "🦔".repeat(256),
        "..",
        "a\u0000b",
        "order-17",
        "a+b",
        "a?b#c",
        "a;b=c",
        "50%",
        "a\\b",
        "\\",
        "\\..\\",
        "%5C",
        "/",
        "//",
        "a//b/",
        "./a",
        "a/../b",
        "../..",
        " ",
        " a ",
        "...",
        ".",
        "a.json",
        "{id}",
        "*",
        "a|b^c`d",
        "<>",
        "a\tb\r\nc",
        "\u007f\u0085",
        "by-id",
        "&id=x",
        "e\u0301",
        "\ufeff",
        "\uffff");
  }

  @ParameterizedTest
  @MethodSource("ids")
  void whatCanBeStoredCanBeAskedForByItsId(String id) {
    Client client = cluster.client(master);
    Answer posted = client.post("under " + id, w(3), id(id));
    assertThat(posted).isCreated().hasId(id);
    assertThat(client.post("under " + id, w(1), id(id))).isDuplicate().hasOrder(posted.order());
    String escaped = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    List<String> paths = new ArrayList<>(List.of("/messages/by-id?id=" + escaped));
    if (fitsAPath(id)) {
      paths.add("/messages/by-id/" + escaped);
    }
    for (Node node : new Node[] {master, s1, s2}) {
      for (String path : paths) {
        assertThat(cluster.client(node).get(path))
            .hasStatus(200)
            .hasId(id)
            .hasOrder(posted.order());
      }
    }
  }

  /** Clients and servers resolve dot segments, escaped ones too, and Tomcat refuses a NUL. */
  private static boolean fitsAPath(String id) {
    return !id.equals(".") && !id.equals("..") && !id.contains("\u0000");
  }
}
