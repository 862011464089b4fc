package io.replog.cluster.storm;

import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.failover.Wires;
import io.replog.cluster.failover.Wires.Port;
import io.replog.cluster.link.LinkFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Harms that come exactly where one master follows another: histories that part, and promises that
 * only some of the nodes hear of.
 */
final class SuccessionHarms {

  private static final Set<Port> HTTP = EnumSet.of(Port.HTTP);
  private static final Set<Port> ELECTION = EnumSet.of(Port.ELECTION);

  /** How long a master reaches nobody before its successor is elected, in milliseconds. */
  private static final int LEAST_ALONE = 300;

  private static final int MOST_ALONE = 2_000;

  /** How long the elections of three nodes take that are back, in milliseconds. */
  private static final int ELECTING = 800;

  /** The slowest of the links at a succession, in milliseconds. */
  private static final int SLOWEST = 250;

  /** The longest wait for a successor. */
  private static final Duration SUCCESSION = Duration.ofSeconds(8);

  /** The longest wait for one that may have to ask others first, and not reach them. */
  private static final Duration LAGGING = Duration.ofSeconds(6);

  private final Wires wires;
  private final Seats seats;
  private final EqualNodes nodes;
  private final Reigns reigns;

  SuccessionHarms(Wires wires, Seats seats, Reigns reigns) {
    this.wires = wires;
    this.seats = seats;
    this.nodes = seats.nodes();
    this.reigns = reigns;
  }

  List<Lane.Source> all() {
    return List.of(
        this::masterAlone,
        this::returnOfTheLonelyMaster,
        this::unevenSuccession,
        this::successorThatLags,
        this::successorKilledWhileItMarks);
  }

  /** The master; the next of the founders where none is known, or it is none of them. */
  private String master() {
    Optional<String> known = reigns.master().filter(nodes.founders()::contains);
    return known.orElseGet(nodes.founders()::getFirst);
  }

  private List<String> others(String master) {
    return new ArrayList<>(nodes.founders().stream().filter(each -> !each.equals(master)).toList());
  }

  private String part(int millis) {
    String alone = master();
    wires.cut(alone, HTTP);
    EqualNodeHarms.sleep(millis);
    wires.cut(alone, Port.ALL);
    reigns.awaitOther(alone, SUCCESSION);
    return alone;
  }

  /**
   * The master goes on being the elected one while it reaches nobody with messages, then another
   * one is elected: what it acknowledged alone is set aside.
   */
  private Harm masterAlone(RandomGenerator random) {
    int millis = random.nextInt(LEAST_ALONE, MOST_ALONE);
    List<String> parted = new ArrayList<>();
    return new Deed(
        "master alone",
        "%d ms before another is elected".formatted(millis),
        () -> parted.add(part(millis)),
        () -> wires.heal(parted.removeLast()));
  }

  /**
   * The same; then all are killed, and the lonely one comes back with its successor, or the third:
   * of two histories it has the longer one, perhaps, and the older.
   */
  private Harm returnOfTheLonelyMaster(RandomGenerator random) {
    int millis = random.nextInt(LEAST_ALONE, MOST_ALONE);
    boolean withTheOther = random.nextInt(3) == 0;
    List<String> parted = new ArrayList<>();
    return new Deed(
        "return of a lonely master",
        "%d ms before another is elected".formatted(millis),
        () -> parted.add(part(millis)),
        () -> {
          String alone = parted.removeLast();
          List<String> others = others(alone);
          Optional<String> successor = reigns.master();
          others.sort(Comparator.comparing(other -> successor.filter(other::equals).isEmpty()));
          if (withTheOther) {
            Collections.reverse(others);
          }
          // It is to know of all elections, or would not be elected.
          wires.heal(alone);
          wires.cut(alone, HTTP);
          EqualNodeHarms.sleep(ELECTING);
          nodes.founders().forEach(seats::kill);
          wires.heal(alone);
          seats.launch(alone);
          EqualNodeHarms.sleep(ELECTING); // So that it is the first to ask for votes.
          seats.launch(others.getFirst());
          nodes.awaitStart(alone);
          nodes.awaitStart(others.getFirst());
          reigns.awaitAny(SUCCESSION);
          EqualNodeHarms.sleep(ELECTING);
          seats.start(others.getLast());
        });
  }

  /**
   * The master is replaced, and goes on as long as it does not hear of it. Of the three ways that
   * messages take between the nodes one fails at once, so that nobody waits for it and the new
   * master asks while the old one still reigns; the others are slow.
   */
  private Harm unevenSuccession(RandomGenerator random) {
    int cut = random.nextInt(3);
    int[] delays = {random.nextInt(SLOWEST), random.nextInt(SLOWEST), random.nextInt(SLOWEST)};
    return new Deed(
        "uneven succession",
        cut == 0 ? "its successors apart" : "one apart",
        () -> {
          String master = master();
          List<String> others = others(master);
          List<String> ends = List.of(others.getFirst(), others.getLast(), master);
          for (int i = 0; i < ends.size(); i++) {
            LinkFault fault =
                i == cut
                    ? new LinkFault.Resetting()
                    : new LinkFault.Delayed(Duration.ofMillis(delays[i]));
            inflict(ends.get(i), ends.get((i + 1) % ends.size()), fault);
          }
          wires.cut(master, ELECTION);
          reigns.awaitOther(master, LAGGING);
        },
        () -> nodes.founders().forEach(wires::heal));
  }

  /** A node that lacks messages and gets none may be elected, and has nobody's promise. */
  private Harm successorThatLags(RandomGenerator random) {
    int millis = random.nextInt(LEAST_ALONE, MOST_ALONE);
    int which = random.nextInt(2);
    return new Deed(
        "successor that lags",
        "by %d ms".formatted(millis),
        () -> {
          String master = master();
          wires.cut(others(master).get(which), HTTP);
          EqualNodeHarms.sleep(millis);
          wires.cut(master, ELECTION);
          reigns.awaitOther(master, LAGGING);
        },
        () -> nodes.founders().forEach(wires::heal));
  }

  /**
   * A successor marks the short log of a node that lags as its own reign's, and dies before it has
   * sent the rest: that log has the newest tail, and lacks what a majority acknowledged.
   */
  private Harm successorKilledWhileItMarks(RandomGenerator random) {
    int millis = random.nextInt(LEAST_ALONE, MOST_ALONE);
    int which = random.nextInt(2);
    int marking = random.nextInt(2 * SLOWEST, 6 * SLOWEST);
    List<String> killed = new ArrayList<>();
    return new Deed(
        "successor killed while it marks",
        "a log that lags by %d ms, %d ms after it was seen".formatted(millis, marking),
        () -> {
          String master = master();
          String lagging = others(master).get(which);
          wires.cut(lagging, HTTP);
          EqualNodeHarms.sleep(millis);
          nodes.founders().stream()
              .filter(other -> !other.equals(lagging))
              .forEach(
                  other ->
                      inflict(lagging, other, new LinkFault.Delayed(Duration.ofMillis(SLOWEST))));
          seats.kill(master);
          killed.add(master);
          reigns.awaitOther(master, SUCCESSION);
          EqualNodeHarms.sleep(marking);
          String next = others(master).get(1 - which);
          seats.kill(next);
          killed.add(next);
        },
        () -> {
          nodes.founders().forEach(wires::heal);
          seats.start(killed.removeFirst());
          reigns.awaitAny(SUCCESSION);
          EqualNodeHarms.sleep(ELECTING);
          seats.start(killed.removeFirst());
        });
  }

  private void inflict(String one, String other, LinkFault fault) {
    wires.link(one, other, Port.HTTP).inflict(fault);
    wires.link(other, one, Port.HTTP).inflict(fault);
  }
}
