package io.replog.cluster.storm;

import io.replog.cluster.failover.Wires;
import io.replog.cluster.failover.Wires.Port;
import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.link.LinkFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What can be done to the network between equal nodes. */
final class WireHarms {

  private static final Duration REST = Duration.ofSeconds(3);

  private final Wires wires;
  private final List<String> ids;
  private final Reigns reigns;

  /** {@code ids}: those that are in the cluster all the time. */
  WireHarms(Wires wires, List<String> ids, Reigns reigns) {
    this.wires = wires;
    this.ids = ids;
    this.reigns = reigns;
  }

  /**
   * One node loses the others, on both ports or one, both ways or one; or one link is bad; or any
   * of {@code others}.
   */
  Lane lane(List<Lane.Source> others) {
    Set<Port> http = EnumSet.of(Port.HTTP);
    Set<Port> election = EnumSet.of(Port.ELECTION);
    List<Lane.Source> harms =
        new ArrayList<>(
            List.of(
                random -> cut(Port.ALL, random),
                random -> cut(http, random),
                random -> cut(election, random),
                random -> oneWay(Port.ALL, random),
                random -> oneWay(http, random),
                random -> oneWay(election, random),
                this::badLink));
    harms.addAll(others);
    return new Lane("the network", REST, harms);
  }

  private Harm cut(Set<Port> ports, RandomGenerator random) {
    String otherwise = any(random);
    boolean master = random.nextBoolean();
    String[] id = new String[1];
    return new Deed(
        "cut of " + name(ports),
        master ? "the master" : otherwise,
        () -> {
          id[0] = master ? reigns.master().orElse(otherwise) : otherwise;
          wires.cut(id[0], ports);
        },
        () -> wires.heal(id[0]));
  }

  private Harm oneWay(Set<Port> ports, RandomGenerator random) {
    String id = any(random);
    String kind = "one-way cut of " + name(ports);
    return random.nextBoolean()
        ? new Deed(kind, "from " + id, () -> wires.mute(id, ports), () -> wires.heal(id))
        : new Deed(kind, "to " + id, () -> wires.deafen(id, ports), () -> wires.heal(id));
  }

  private static String name(Set<Port> ports) {
    return ports.size() > 1
        ? "both ports"
        : "the port for " + ports.iterator().next().name().toLowerCase(Locale.ROOT);
  }

  private String any(RandomGenerator random) {
    return ids.get(random.nextInt(ids.size()));
  }

  private Harm badLink(RandomGenerator random) {
    String from = any(random);
    List<String> others = ids.stream().filter(id -> !id.equals(from)).toList();
    String to = others.get(random.nextInt(others.size()));
    Port port = Port.values()[random.nextInt(Port.values().length)];
    LinkFault fault = LinkHarms.fault(random);
    FaultyLink link = wires.link(from, to, port);
    return new Deed(
        "bad link",
        "%s to %s, %s: %s".formatted(from, to, port, fault),
        () -> link.inflict(fault),
        link::heal);
  }
}
