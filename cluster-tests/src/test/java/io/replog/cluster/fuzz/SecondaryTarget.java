package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A secondary that has no master but this. */
final class SecondaryTarget implements Target {

  private static final String JSON = "Content-Type: application/json";
  private static final String TOKEN = "Authorization: Bearer " + Topology.TOKEN;

  private final Node node;
  private final Client client;
  private final SecondaryWitness witness;

  SecondaryTarget(Node node, Client client) {
    this.node = node;
    this.client = client;
    this.witness = new SecondaryWitness(client);
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public List<String> wrongs(RawRequest request, List<RawAnswer> answers) {
    return witness.wrongs(answers);
  }

  @Override
  public RawRequest request(Chance chance) {
    return switch (chance.below(10)) {
      case 0, 1, 2 -> delivery(chance);
      case 3, 4, 5 -> compactDelivery(chance);
      case 6 -> faults(chance);
      case 7 -> RawRequest.of("GET", "/replication/status?at=" + chance.below(20), TOKEN);
      default -> Reads.any(chance, witness.length());
    };
  }

  private RawRequest delivery(Chance chance) {
    List<Map<String, Object>> messages = new ArrayList<>();
    for (Entry entry : entries(chance)) {
      messages.add(Map.of("order", entry.order(), "id", entry.id(), "message", entry.message()));
    }
    Body body =
        new Body()
            .with("epoch", epoch(chance))
            .with("log_id", witness.logId())
            .with("messages", messages);
    return RawRequest.of("POST", "/replicate", JSON, TOKEN)
        .body(body.perhapsSpoilt(chance).text().getBytes(UTF_8));
  }

  private RawRequest compactDelivery(Chance chance) {
    byte[] body =
        CompactDelivery.of(epoch(chance), chance.of("", "claim"), logId(chance), entries(chance));
    return RawRequest.of("POST", "/replicate", "Content-Type: " + CompactDelivery.MEDIA_TYPE, TOKEN)
        .body(body);
  }

  /** Usually the log at hand; seldom another one, or the one that it is emptied for. */
  private String logId(Chance chance) {
    if (!chance.oneIn(200)) {
      return witness.logId();
    }
    return chance.oneIn(3)
        ? "%s~%d~fuzz".formatted(witness.logId().split("~")[0], chance.below(1_000))
        : "log-" + chance.below(1_000);
  }

  private long epoch(Chance chance) {
    JsonNode health = client.health();
    long epoch = health.path("epoch").longValue();
    return chance.oneIn(100) ? epoch + 1 : epoch;
  }

  /** Consecutive ones near the end of the log: known, next, or ahead of a gap. */
  private List<Entry> entries(Chance chance) {
    long first = Math.max(0, witness.length() - 3 + chance.below(7));
    List<Entry> entries = new ArrayList<>();
    for (int more = chance.below(4); more > 0; more--) {
      long order = first + entries.size();
      String id = chance.oneIn(30) ? Reads.id(chance) : "order " + order;
      entries.add(new Entry(order, id, "message " + order));
    }
    return entries;
  }

  private static RawRequest faults(Chance chance) {
    Body body = new Body();
    if (chance.oneIn(3)) {
      body.with(
          "delay", chance.of("1ms", "0s", "PT0.001S", "-1s", "2h", "1", "soon", "9".repeat(30)));
    }
    if (chance.oneIn(3)) {
      body.withRaw("error_before", chance.of("0", "0.1", "0.05", "2", "-1", "1e-320"));
    }
    body.withRaw("error_after", chance.of("0", "0.1", "1.0001", "\"0\""));
    body.withRaw("offline", chance.of("false", "false", "false", "false", "true", "0"));
    return RawRequest.of("POST", "/actuator/faults", JSON, TOKEN)
        .body(body.perhapsSpoilt(chance).text().getBytes(UTF_8));
  }
}
