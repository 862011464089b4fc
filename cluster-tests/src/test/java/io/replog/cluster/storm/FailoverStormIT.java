package io.replog.cluster.storm;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.failover.Wires;
import io.replog.cluster.faults.FaultySystem;
import io.replog.cluster.history.Copies;
import io.replog.cluster.history.History;
import io.replog.cluster.history.HistoryChecker;
import io.replog.cluster.history.Outcome;
import io.replog.cluster.history.Recorder;
import io.replog.cluster.history.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once on three equal nodes, of which others take the place, or which others join.
 * {@code -Dreplog.storm.seed} repeats a schedule, {@code -Dreplog.storm.seconds} sets its length.
 */
class FailoverStormIT {

  private static final List<String> IDS = List.of("n1", "n2", "n3");
  private static final List<String> SPARES = List.of("n4", "n5");

  /** Of the most voters that there are. */
  private static final int LARGEST_MAJORITY = 3;

  private static final int DEFAULT_SECONDS = 60;

  /** The kinds of harm, where not all are wanted. */
  private static final List<String> ONLY =
      Stream.of(System.getProperty("replog.storm.only", "").split(","))
          .map(String::strip)
          .filter(kind -> !kind.isEmpty())
          .toList();

  private static final int WRITERS = 12;

  /** These write to whoever is master, and are content with its own copy. */
  private static final int WRITERS_TO_THE_MASTER = 4;

  private static final Duration WRITER_REST = Duration.ofMillis(40);

  /** After a node is back and before the next harm. */
  private static final Duration REST = Duration.ofSeconds(2);

  /** What a storm has to see, or it has shown nothing: for each second, and for each minute. */
  private static final int MAJORITY_WRITES_A_SECOND = 2;

  private static final int REIGNS_A_MINUTE = 4;

  @TempDir Path home;

  private EqualNodes nodes;
  private Wires wires;
  private Seats seats;
  private Reigns reigns;
  private EqualNodeHarms harms;
  private final Map<String, Client> observers = new HashMap<>();
  private final ScheduledExecutorService observer = Executors.newScheduledThreadPool(1);

  @BeforeEach
  void start() throws IOException {
    nodes = new EqualNodes(home, "FailoverStormIT", IDS.toArray(String[]::new));
    SPARES.forEach(id -> nodes.add(id, IDS.getFirst()));
    wires = nodes.wire();
    seats = new Seats(nodes);
    nodes.ids().forEach(id -> observers.put(id, new Client(nodes.client(id).node(), null)));
    reigns = new Reigns(seats, observers);
    harms = new EqualNodeHarms(seats, reigns);
    Optional<String> lack = FaultySystem.lack();
    if (lack.isPresent()) {
      System.out.println("left out, full disks and jumping clocks: " + lack.get());
    } else {
      harms.prepareSystems();
    }
    for (String id : nodes.ids()) {
      // Short, so that there are many masters.
      nodes.set(id, "REPLOG_ELECTION_TIMEOUTMIN", "500ms");
      nodes.set(id, "REPLOG_ELECTION_TIMEOUTMAX", "1s");
    }
    IDS.forEach(nodes::start);
    IDS.forEach(nodes::awaitStart);
    nodes.awaitMaster(IDS);
  }

  @AfterEach
  void stop() {
    observer.close();
    observers.values().forEach(Client::close);
    nodes.close();
  }

  /** Each line is one target of harm. */
  private List<Lane> lanes() {
    List<Lane> lanes = new ArrayList<>();
    lanes.add(harms.lane());
    lanes.add(
        new WireHarms(wires, IDS, reigns).lane(new SuccessionHarms(wires, seats, reigns).all()));
    lanes.add(new VoterHarms(seats, reigns, SPARES).lane());
    harms.clocks().ifPresent(lanes::add);
    return ONLY.isEmpty() ? lanes : lanes.stream().flatMap(lane -> lane.only(ONLY)).toList();
  }

  @Test
  void afterAStormWithFailoversEverythingThatClientsWereToldIsTrue()
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("replog.storm.seed", System.nanoTime());
    int seconds = Integer.getInteger("replog.storm.seconds", DEFAULT_SECONDS);
    Schedule schedule = Schedule.plan(seed, Duration.ofSeconds(seconds), lanes());
    System.out.printf(
        "FailoverStormIT: -Dreplog.storm.seed=%d -Dreplog.storm.seconds=%d%n", seed, seconds);
    schedule.steps().forEach(System.out::println);

    Nemesis nemesis = new Nemesis(schedule, REST);
    Recorder recorder = new Recorder();
    List<String> unexpected;
    observer.scheduleWithFixedDelay(reigns, 0, Reigns.LOOK_MS, TimeUnit.MILLISECONDS);
    try (Traffic traffic = traffic(recorder, seed)) {
      nemesis.run();
      wires.heal();
      awaitWrite("after the storm");
      unexpected = traffic.unexpected();
    }
    History history = settle(recorder);
    List<String> violations = HistoryChecker.violationsUnderElections(history);
    report(seed, nemesis, history, violations);
    assertThat(unexpected).as("answers that no fault excuses, seed %d", seed).isEmpty();
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertWorthIt(seconds, schedule, nemesis, history);
  }

  private Traffic traffic(Recorder recorder, long seed) {
    Traffic traffic = new Traffic(WRITERS + WRITERS_TO_THE_MASTER + nodes.ids().size());
    for (int i = 0; i < WRITERS; i++) {
      AnyNode anyNode =
          new AnyNode(IDS.stream().map(id -> traffic.client(nodes.client(id))).toList());
      traffic.add(new Writer("w" + i, anyNode, recorder, new Random(seed + i)), WRITER_REST);
    }
    for (int i = 0; i < WRITERS_TO_THE_MASTER; i++) {
      Map<String, Client> clients = new HashMap<>();
      nodes.ids().forEach(id -> clients.put(id, traffic.client(nodes.client(id))));
      TheMaster master = new TheMaster(reigns, clients, List.copyOf(IDS));
      traffic.add(new Writer("m" + i, master, recorder, new Random(seed - i - 1)), WRITER_REST);
    }
    for (String id : nodes.ids()) {
      Client client = traffic.client(nodes.client(id));
      Random random = new Random(seed - id.hashCode());
      traffic.add(new Reader(id, client, () -> seats.starts(id), recorder, random));
    }
    return traffic;
  }

  private void awaitWrite(String id) {
    for (String node : IDS) {
      eventually(
          () -> {
            Answer answer =
                nodes
                    .client(node)
                    .post(id, Field.id(id), Field.w("all"), Field.timeout(Duration.ofSeconds(2)));
            assertThat(answer.status()).as(answer::toString).isIn(200, 201);
          });
    }
  }

  /** What all nodes show once they agree, and what they have set aside. */
  private History settle(Recorder recorder) {
    recorder.add(
        new Write(
            "after the storm",
            "after the storm",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1,
            Outcome.UNKNOWN,
            Write.NO_ORDER,
            List.of()));
    eventually(() -> assertThat(IDS.stream().map(this::state).distinct().toList()).hasSize(1));
    return recorder.history(
        IDS.stream()
            .collect(
                Collectors.toMap(id -> id, id -> recorder.once(nodes.client(id).allEntries()))),
        new Copies(new SetAsideFiles(nodes).read(), seats.losses(), LARGEST_MAJORITY));
  }

  /** Whose log it is, and how long; the node shows all that it has stored. */
  private String state(String id) {
    JsonNode health = nodes.client(id).health();
    assertThat(health.path("messages")).isEqualTo(health.path("stored"));
    return health.required("epoch") + "-" + health.required("stored");
  }

  private void report(long seed, Nemesis nemesis, History history, List<String> violations) {
    System.out.printf(
        "seed %d: harms %s%n  %d messages in the log, answers %s, for a majority %d, %d readings%n"
            + "  %d reigns of %s, %d set aside, %d disks or nodes lost, ended by themselves %s, %d violations%n",
        seed,
        nemesis.byKind(),
        history.logs().values().iterator().next().size(),
        history.writes().stream()
            .collect(Collectors.groupingBy(Write::outcome, Collectors.counting())),
        majorityWrites(history),
        history.reads().size(),
        reigns.seen(),
        reigns.masters(),
        history.copies().asides().size(),
        history.copies().losses().size(),
        seats.endedByThemselves(),
        violations.size());
    violations.stream().limit(100).forEach(System.out::println);
  }

  private static long majorityWrites(History history) {
    return history.writes().stream()
        .filter(write -> write.outcome() == Outcome.CREATED && write.survives())
        .count();
  }

  private void assertWorthIt(int seconds, Schedule schedule, Nemesis nemesis, History history) {
    assertThat(nemesis.byKind().keySet())
        .as("all that was planned")
        .containsAll(schedule.steps().stream().map(step -> step.harm().kind()).toList());
    if (seconds >= DEFAULT_SECONDS) {
      assertThat(nemesis.byKind().keySet()).containsAll(kinds());
      assertThat(reigns.masters()).hasSizeGreaterThan(1);
      assertThat(history.copies().asides()).as("messages that were set aside").isNotEmpty();
    }
    assertThat(majorityWrites(history))
        .as("messages that a majority acknowledged")
        .isGreaterThanOrEqualTo((long) seconds * MAJORITY_WRITES_A_SECOND);
    assertThat(reigns.seen())
        .as("reigns")
        .isGreaterThanOrEqualTo(Math.max(1, seconds * REIGNS_A_MINUTE / 60));
  }

  private List<String> kinds() {
    return lanes().stream()
        .flatMap(lane -> lane.round(new Random(0)).stream())
        .map(Harm::kind)
        .toList();
  }
}
