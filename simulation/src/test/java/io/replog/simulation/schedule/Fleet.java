package io.replog.simulation.schedule;

import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.MasterNode;
import io.replog.simulation.nodes.Node;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.nodes.SecondaryNode;
import io.replog.simulation.nodes.Surroundings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** All nodes of a schedule: the secondaries, and every host that a master was started on. */
final class Fleet {

  private final List<SecondaryNode> secondaries = new ArrayList<>();
  private final List<MasterNode> hosts = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private int begun;
  private Surroundings world;
  private Disk.Witness witness;
  private RunningMaster.Listener listener;

  static List<String> names(int secondaries) {
    return IntStream.rangeClosed(1, secondaries).mapToObj(i -> "s" + i).toList();
  }

  void begin(Surroundings world, Disk.Witness witness, RunningMaster.Listener listener, int count) {
    this.world = world;
    this.witness = witness;
    this.listener = listener;
    for (String name : names(count)) {
      SecondaryNode secondary = new SecondaryNode(name, new Disk(name, false, witness), world);
      secondaries.add(secondary);
      nodes.add(secondary);
      secondary.start();
    }
    newHost().start();
  }

  /** A host with an empty disk, nothing started there yet. */
  MasterNode newHost() {
    String name = "m" + ++begun;
    MasterNode host =
        new MasterNode(
            name, new Disk(name, true, witness), world, names(secondaries.size()), listener);
    hosts.add(host);
    nodes.add(host);
    return host;
  }

  /** Its machine is gone, with its disk. */
  void abandon(MasterNode host) {
    host.kill();
    hosts.remove(host);
  }

  List<SecondaryNode> secondaries() {
    return secondaries;
  }

  Optional<SecondaryNode> secondary(String name) {
    return secondaries.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  List<MasterNode> hosts() {
    return hosts;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<RunningMaster> masters() {
    return hosts.stream().flatMap(host -> host.running().stream()).toList();
  }

  /** The host of the newest master whose disk is still there. */
  MasterNode newestHost() {
    return hosts.stream()
        .max(Comparator.comparingLong((MasterNode host) -> host.disk().epoch()))
        .orElseThrow();
  }
}
