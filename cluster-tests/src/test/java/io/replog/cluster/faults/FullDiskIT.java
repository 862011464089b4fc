package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file system that is full, below the master and below a secondary. */
class FullDiskIT extends Scenarios implements OnProcesses {

  private static final int DISK_MEGABYTES = 24;
  private static final int TAKEN_MEGABYTES = 14;

  /** More than fit, so that a disk that never gets full ends the test. */
  private static final int MOST_MESSAGES = 400;

  private final Random random = new Random(1);
  private final Map<String, Entry> acknowledged = new TreeMap<>();
  private SmallDisk disk;
  private Cluster cluster;
  private Client client;

  @BeforeEach
  void prepare() throws IOException {
    acknowledged.clear();
    disk = SmallDisk.mount(DISK_MEGABYTES, TAKEN_MEGABYTES);
    cluster = cluster(Topology.masterAnd(2));
    client = cluster.client(master);
  }

  @AfterEach
  void unmount() throws IOException {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aMasterWhoseDiskIsFullSaysSoLosesNothingAndGoesOnAfterARestart() throws IOException {
    startWithSmallDisk(master);
    faults(cluster, s2).offline(true);
    CompletableFuture<Answer> waiting = client.postAsync("waits", w(3), id("waits"));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).contains("waits"));

    Answer full = postUntilRefused();
    assertThat(full).isProblem(507, "storage");
    assertThat(full.text()).contains("o space left");
    assertIsDownButCanBeRead(master);
    int shown = client.entries().size();
    assertThat(shown).isEqualTo(acknowledged.size() + 1);

    faults(cluster, s2).offline(false);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-1", "secondary-2");
    acknowledged.put("waits", new Entry(0, "waits", "waits"));

    assertThat(client.post("too late", w(1))).isProblem(507, "storage");
    assertThat(client.get("/health").text()).contains("start this node anew");
    assertThat(linesWith(master, "ERROR")).hasSizeLessThanOrEqualTo(2);

    cluster.stop(master);
    cluster.launch(master);
    assertThat(cluster.awaitExit(master)).as("exit code of a start without room").isNotZero();
    assertThat(linesWith(master, "cannot start: replog.data-dir"))
        .singleElement()
        .asString()
        .contains("o space left");

    disk.makeRoom();
    cluster.start(master);
    assertThat(client.get("/health")).hasStatus(200).hasMember("mode", "read-write");
    assertGoesOnWithAll(refusedId());
  }

  /** The id of the message after the last that was acknowledged. */
  private String refusedId() {
    return "id-" + (acknowledged.size() - 1);
  }

  @Test
  void aSecondaryWhoseDiskIsFullAcknowledgesNothingMoreAndCatchesUpAfterARestart()
      throws IOException {
    startWithSmallDisk(s2);
    for (int i = 0; i < MOST_MESSAGES && isUp(s2); i++) {
      assertThat(post(i)).isCreated();
    }
    assertIsDownButCanBeRead(s2);
    List<Entry> held = cluster.client(s2).entries();
    assertThat(held).isNotEmpty().isEqualTo(client.entries().subList(0, held.size()));

    Answer late = client.post("late", w(3), id("late"), timeout(Duration.ofMillis(500)));
    assertThat(late).isProblem(504, "write-concern-timeout");
    assertThat(late.acks()).containsExactlyInAnyOrder("master", "secondary-1");
    Eventually.eventually(() -> assertThat(Failures.of(client, s2)).isGreaterThanOrEqualTo(5));
    // The first refusal tells another reason than those that follow from it.
    assertThat(linesWith(master, "replication to secondary-2 failed")).hasSizeBetween(1, 2);
    assertThat(linesWith(s2, "the disk refused")).hasSizeBetween(1, 2);

    disk.makeRoom();
    assertThat(cluster.client(s2).get("/health").text()).contains("start this node anew");
    CompletableFuture<Answer> waiting = client.postAsync("late", w(3), id("late"));
    assertThat(isUp(s2)).isFalse();
    assertThat(client.post("with the sound one", w(2))).isCreated();
    assertThat(waiting).isNotDone();
    cluster.restart(s2);
    assertThat(Answers.await(waiting)).isDuplicate().isAcknowledgedBy("secondary-2");
    assertGoesOnWithAll("late-2");
  }

  private List<String> linesWith(Node node, String text) {
    return cluster.log(node).lines().filter(line -> line.contains(text)).toList();
  }

  private void startWithSmallDisk(Node node) {
    cluster.set(node, "DATA_DIR", disk.folder().toString());
    cluster.start(master, s1, s2);
  }

  private boolean isUp(Node node) {
    return cluster.client(node).get("/health").status() == 200;
  }

  private Answer postUntilRefused() {
    for (int i = 0; i < MOST_MESSAGES; i++) {
      Answer answer = post(i);
      if (answer.status() != 201) {
        return answer;
      }
    }
    throw new AssertionError("the disk took more than it holds");
  }

  private Answer post(int number) {
    String id = "id-" + number;
    byte[] noise = new byte[75_000];
    random.nextBytes(noise);
    String message = Base64.getEncoder().encodeToString(noise);
    Answer answer = client.post(message, w(2), id(id));
    if (answer.status() == 201) {
      acknowledged.put(id, new Entry(answer.order(), id, message));
    }
    return answer;
  }

  private void assertIsDownButCanBeRead(Node node) {
    Client asked = cluster.client(node);
    assertThat(asked.get("/health")).hasStatus(503).hasMember("status", "DOWN");
    assertThat(asked.get("/actuator/health/readiness")).hasStatus(503);
    assertThat(asked.get("/actuator/health/liveness")).hasStatus(200);
    assertThat(asked.get("/messages/0")).hasStatus(200);
  }

  /** {@code id}: of a message whose outcome is not known, or of a new one. */
  private void assertGoesOnWithAll(String id) {
    Answer again = client.post("again", w(3), id(id));
    assertThat(again.status()).isIn(200, 201, 409);
    assertThat(client.post("it goes on", w(3))).isCreated();
    List<Entry> log = eventuallySameLog(cluster, s1, s2);
    assertThat(log).containsAll(acknowledged.values());
    assertThat(log).extracting(Entry::id).doesNotHaveDuplicates();
    for (int order = 0; order < log.size(); order++) {
      assertThat(log.get(order).order()).isEqualTo(order);
    }
  }
}
