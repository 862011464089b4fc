package io.replog.cluster.storm;

import io.replog.cluster.client.Client;
import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.faults.FaultySystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What can be done to equal nodes, one of them or several at once. */
final class EqualNodeHarms {

  private static final Duration REST = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofMillis(3_500);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The longest time from a master's death to its successor's, in milliseconds. */
  private static final int INTO_A_TAKE_OVER = 2_500;

  private static final int TRANSFERS_IN_A_ROW = 4;

  private final Seats seats;
  private final EqualNodes nodes;
  private final Reigns reigns;
  private final Map<String, FaultySystem> systems = new HashMap<>();

  EqualNodeHarms(Seats seats, Reigns reigns) {
    this.seats = seats;
    this.nodes = seats.nodes();
    this.reigns = reigns;
  }

  /** Before the nodes start: lets their disks and clocks be made bad. */
  void prepareSystems() throws IOException {
    for (String id : nodes.ids()) {
      systems.put(
          id,
          FaultySystem.below(
              nodes.data(id),
              nodes.data(id).resolveSibling("faults-" + id),
              (name, value) -> nodes.set(id, name, value)));
    }
  }

  /** Whom a harm is for: a node, or whoever is master then. */
  private final class Victim {
    private final Optional<String> fixed;
    private final String otherwise;
    private String chosen;

    private Victim(RandomGenerator random) {
      List<String> ids = nodes.founders();
      otherwise = ids.get(random.nextInt(ids.size()));
      fixed = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(otherwise);
    }

    private String choose() {
      chosen = fixed.or(reigns::master).orElse(otherwise);
      return chosen;
    }

    @Override
    public String toString() {
      return fixed.orElse("the master");
    }
  }

  private Lane.Source toOne(String kind, Consumer<String> harm, Consumer<String> remedy) {
    return random -> {
      Victim victim = new Victim(random);
      return new Deed(
          kind,
          victim.toString(),
          () -> harm.accept(victim.choose()),
          () -> remedy.accept(victim.chosen));
    };
  }

  /** Whether nodes run, and who of them is master. */
  Lane lane() {
    List<Lane.Source> harms = new ArrayList<>();
    harms.add(toOne("kill -9", seats::kill, seats::start));
    harms.add(toOne("pause", seats::pause, seats::resume));
    harms.add(toOne("stop", seats::terminate, seats::start));
    harms.add(this::killedTakeOver);
    harms.add(random -> new Deed("all killed", "", this::killAll, this::startAll));
    harms.add(random -> transfer("transfer", 1, random));
    harms.add(random -> transfer("transfers in a row", TRANSFERS_IN_A_ROW, random));
    if (!systems.isEmpty()) {
      harms.add(toOne("full disk", id -> fill(id, true), this::makeRoom));
    }
    return new Lane("the nodes", REST, LONGEST, harms);
  }

  private void fill(String id, boolean full) {
    try {
      systems.get(id).fill(full);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node whose disk refused a write needs a restart. */
  private void makeRoom(String id) {
    fill(id, false);
    seats.restart(id);
  }

  /** The master dies, and soon after whoever takes over by then. */
  private Harm killedTakeOver(RandomGenerator random) {
    int millis = random.nextInt(INTO_A_TAKE_OVER);
    Victim second = new Victim(random);
    List<String> killed = new ArrayList<>();
    return new Deed(
        "kill -9 into a take-over",
        "after %d ms".formatted(millis),
        () -> {
          String first = reigns.master().orElse(nodes.founders().getFirst());
          seats.kill(first);
          killed.add(first);
          sleep(millis);
          String next = takingOver().or(reigns::master).orElseGet(second::choose);
          if (!next.equals(first)) {
            seats.kill(next);
            killed.add(next);
          }
        },
        () -> start(killed));
  }

  private Optional<String> takingOver() {
    return nodes.ids().stream().filter(this::reigns).findFirst();
  }

  private boolean reigns(String id) {
    try (Client client = new Client(nodes.client(id).node(), null)) {
      return client
          .send(client.request("/health").timeout(Duration.ofMillis(200)).build())
          .json()
          .path("role")
          .asText()
          .equals("master");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void killAll() {
    nodes.ids().forEach(seats::kill);
  }

  private void startAll() {
    start(nodes.ids());
  }

  private void start(List<String> ids) {
    ids.forEach(seats::launch);
    ids.forEach(nodes::awaitStart);
  }

  private Harm transfer(String kind, int times, RandomGenerator random) {
    List<String> heirs = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      heirs.add(nodes.founders().get(random.nextInt(nodes.founders().size())));
    }
    return new Deed(kind, "to " + heirs, () -> heirs.forEach(this::transfer), () -> {});
  }

  /** Asks a node that may be down, or may not be able to. */
  private void transfer(String heir) {
    Client client = nodes.client(reigns.master().orElse(heir));
    try {
      client.command("POST", "/cluster/transfer", "{\"to\":\"" + heir + "\"}", PATIENCE);
    } catch (UncheckedIOException e) {
      // Others go on trying to harm, too.
    }
  }

  /** Clocks that jump by up to years, and back; empty where they cannot be made to. */
  Optional<Lane> clocks() {
    if (systems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Lane(
            "the clocks",
            REST,
            LONGEST,
            List.of(
                random -> jump("clock of one", List.of(new Victim(random).otherwise), random),
                random -> jump("clocks of all", nodes.ids(), random))));
  }

  private Harm jump(String kind, List<String> ids, RandomGenerator random) {
    Duration offset = Duration.ofSeconds(random.nextInt(-100_000_000, 100_000_000));
    return new Deed(
        kind,
        ids + " by " + offset,
        () -> ids.forEach(id -> shift(id, offset)),
        () -> ids.forEach(id -> shift(id, Duration.ZERO)));
  }

  private void shift(String id, Duration offset) {
    try {
      systems.get(id).shiftClock(offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
