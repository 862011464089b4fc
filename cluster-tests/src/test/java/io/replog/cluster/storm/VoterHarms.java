package io.replog.cluster.storm;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.failover.EqualNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Changes of who votes: lost disks, and nodes that come and go. One at a time, each brought to its
 * end before the next begins, however often others interrupt it: of two disks lost at a time the
 * second may hold the last copy, and leaves no majority that could elect.
 */
final class VoterHarms {

  private static final Duration LEAST_REST = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofSeconds(11);
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final String TIMEOUT_MS = "2000";
  private static final int GRACE_SECONDS = 3;

  private final Seats seats;
  private final EqualNodes nodes;
  private final Reigns reigns;
  private final List<String> spares;

  /** {@code spares}: two nodes that are not in the cluster. */
  VoterHarms(Seats seats, Reigns reigns, List<String> spares) {
    this.seats = seats;
    this.nodes = seats.nodes();
    this.reigns = reigns;
    this.spares = spares;
  }

  Lane lane() {
    return new Lane(
        "the voters",
        LEAST_REST,
        REST,
        LONGEST,
        List.of(this::wipedDisk, this::grown, this::replaced));
  }

  /** One of the founders, or whoever of them is master then. */
  private String founder(boolean master, String otherwise) {
    return master
        ? reigns.master().filter(nodes.founders()::contains).orElse(otherwise)
        : otherwise;
  }

  private String any(RandomGenerator random) {
    List<String> founders = nodes.founders();
    return founders.get(random.nextInt(founders.size()));
  }

  /** The node comes back by itself, under a new id as a voter. */
  private Harm wipedDisk(RandomGenerator random) {
    String otherwise = any(random);
    boolean master = random.nextBoolean();
    List<String> wiped = new ArrayList<>();
    return new Deed(
        "wiped disk",
        master ? "the master" : otherwise,
        () -> {
          String id = founder(master, otherwise);
          seats.kill(id);
          seats.loseDisk(id);
          wiped.add(id);
        },
        () -> {
          String id = wiped.removeLast();
          seats.launch(id);
          eventually(() -> assertThat(voters()).contains(voterOf(id)));
          takeIn(id);
        });
  }

  /** One node or two more, and fewer again. */
  private Harm grown(RandomGenerator random) {
    int count = random.nextInt(1, spares.size() + 1);
    List<String> more = spares.subList(0, count);
    boolean disksStay = random.nextBoolean();
    return new Deed(
        "grown",
        "by %d%s".formatted(count, disksStay ? "" : ", whose disks are lost in the end"),
        () ->
            more.forEach(
                id -> {
                  seats.launch(id);
                  takeIn(id);
                }),
        () -> more.forEach(id -> remove(id, disksStay)));
  }

  /** Another node votes in the place of one, until that comes back. */
  private Harm replaced(RandomGenerator random) {
    String gone = any(random);
    boolean diskStays = random.nextBoolean();
    String stand = spares.getFirst();
    return new Deed(
        "replaced",
        gone + (diskStays ? "" : " and its disk"),
        () -> {
          seats.launch(stand);
          takeIn(stand);
          remove(gone, diskStays);
        },
        () -> {
          seats.launch(gone);
          takeIn(gone);
          remove(stand, diskStays);
        });
  }

  /** Asks whoever answers until the node votes and elects. */
  private void takeIn(String id) {
    Map<String, Object> body =
        Map.of("url", nodes.url(id), "id", id, "timeout_ms", Integer.valueOf(TIMEOUT_MS));
    asked("POST", "/cluster/nodes", body, List.of(200, 201));
  }

  /** The same until it does not, and ends its process. */
  private void remove(String id, boolean diskStays) {
    seats.letEnd(id);
    eventually(
        () -> {
          if (reigns.master().filter(id::equals).isPresent()) {
            ask(id, "POST", "/cluster/transfer", "{}");
          }
          Answer answer =
              ask(someone(), "DELETE", "/cluster/nodes/" + id + "?timeout_ms=" + TIMEOUT_MS, "");
          assertThat(answer.status()).as(answer::toString).isIn(204, 404);
        });
    seats.endRemoved(id, GRACE_SECONDS);
    if (!diskStays) {
      seats.loseDisk(id);
    }
  }

  private void asked(String method, String path, Object body, List<Integer> statuses) {
    eventually(
        () -> {
          Answer answer = ask(someone(), method, path, body);
          assertThat(answer.status()).as(answer::toString).isIn(statuses);
        });
  }

  private Answer ask(String node, String method, String path, Object body) {
    return nodes.client(node).command(method, path, body, PATIENCE);
  }

  /** The master as last seen, or any that runs. */
  private String someone() {
    return reigns
        .master()
        .or(() -> nodes.founders().stream().filter(nodes::isRunning).findAny())
        .orElseGet(nodes.founders()::getFirst);
  }

  private String voterOf(String id) {
    return nodes.client(id).health().required("voter").textValue();
  }

  /** The ids of the voters, once no change is under way. */
  private List<String> voters() {
    JsonNode cluster = ask(someone(), "GET", "/cluster", "").json();
    assertThat(cluster.has("change")).isFalse();
    List<String> voters = new ArrayList<>();
    cluster.required("nodes").forEach(node -> voters.add(node.path("voter").asText()));
    return voters;
  }
}
