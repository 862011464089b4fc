package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.ArrayList;
import java.util.List;

/** A master, to which everything is said that its API knows, but for what empties the log. */
final class MasterTarget implements Target {

  private static final String JSON = "Content-Type: application/json";
  private static final String LINES = "Content-Type: application/x-ndjson";
  private static final String TOKEN = "Authorization: Bearer " + Topology.TOKEN;

  /** Nobody listens at these. Nothing beyond this machine is ever called. */
  private static final List<String> URLS =
      List.of(
          "http://127.0.0.1:1",
          "http://127.0.0.1:2/",
          "http://localhost:1",
          "http://[::1]:1",
          "http://127.0.0.1:99999",
          "http://127.0.0.1:0",
          "http://127.0.0.1:1/path",
          "http://127.0.0.1:1/?x",
          "http://u:p@127.0.0.1:1",
          "ftp://127.0.0.1",
          "http://",
          "http://:1",
          "http://127.0.0.1:x",
          "127.0.0.1:1",
          "//127.0.0.1",
          " http://127.0.0.1:1 ",
          "http://\u0000",
          "");

  private final Client client;
  private final MasterWitness witness;

  MasterTarget(Client client) {
    this.client = client;
    this.witness = new MasterWitness(client);
  }

  @Override
  public Node node() {
    return Node.MASTER;
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public List<String> wrongs(RawRequest request, List<RawAnswer> answers) {
    return witness.wrongs(request, answers);
  }

  @Override
  public RawRequest request(Chance chance) {
    return switch (chance.below(10)) {
      case 0, 1, 2, 3 -> write(chance);
      case 4, 5 -> batch(chance);
      case 6 -> secondaries(chance);
      case 7 -> command(chance);
      default -> Reads.any(chance, witness.length());
    };
  }

  private static RawRequest write(Chance chance) {
    Body body = new Body();
    perhapsId(chance, body);
    body.with("message", chance.text());
    if (!chance.oneIn(5)) {
      body.with("w", chance.of(1, 1, 1, 2, "majority", "all"));
    }
    body.with("timeout_ms", 1 + chance.below(60));
    RawRequest request = RawRequest.of("POST", chance.oneIn(5) ? "/" : "/messages", JSON);
    if (chance.oneIn(10)) {
      request = request.header("Idempotency-Key: id-" + chance.below(2_000));
    }
    return request.body(body.perhapsSpoilt(chance).text().getBytes(UTF_8));
  }

  private static void perhapsId(Chance chance, Body body) {
    if (chance.oneIn(2)) {
      body.with("id", chance.oneIn(5) ? (Object) chance.below(100) : Reads.id(chance));
    }
  }

  private static RawRequest batch(Chance chance) {
    List<String> lines = new ArrayList<>();
    for (int more = chance.below(5); more >= 0; more--) {
      Body line = new Body();
      perhapsId(chance, line);
      lines.add(line.with("message", chance.text()).perhapsSpoilt(chance).text());
    }
    String query =
        chance.of(
            "?w=1&timeout_ms=50", "?w=1", "?timeout_ms=9&w=2", "?w=all&timeout_ms=1", "", "?x=1");
    return RawRequest.of("POST", "/messages" + query, LINES)
        .body(String.join(chance.of("\n", "\r\n", "\n\n"), lines).getBytes(UTF_8));
  }

  private static RawRequest secondaries(Chance chance) {
    if (chance.oneIn(3)) {
      return RawRequest.of("GET", "/secondaries");
    }
    String id = chance.of("fuzz-1", "fuzz-2", "fuzz-3", "", "a b", "x".repeat(129));
    if (chance.oneIn(2)) {
      return RawRequest.of("DELETE", "/secondaries/" + Reads.escaped(id), TOKEN);
    }
    Body body = new Body().with("id", id).with("url", chance.of(URLS)).with("run", "run");
    return RawRequest.of("POST", "/secondaries", JSON, TOKEN)
        .body(body.perhapsSpoilt(chance).text().getBytes(UTF_8))
        .spared();
  }

  private static RawRequest command(Chance chance) {
    return switch (chance.below(3)) {
      case 0 -> RawRequest.of("POST", "/clean", TOKEN);
      case 1 ->
          RawRequest.of("POST", "/actuator/backup", JSON, TOKEN)
              .body(backup(chance).perhapsSpoilt(chance).text().getBytes(UTF_8));
      default -> RawRequest.of("POST", "/replicate", JSON, TOKEN).body("{}".getBytes(UTF_8));
    };
  }

  private static Body backup(Chance chance) {
    return new Body().with("name", chance.of("first", "..", "a/b", "", ".", "x\u0000"));
  }
}
