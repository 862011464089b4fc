package io.replog.cluster.nodes.process;

import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.link.LinkFault;
import io.replog.cluster.nodes.Machine;
import io.replog.cluster.nodes.MachineCluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.NodeLog;
import io.replog.cluster.nodes.Topology;
import java.nio.file.Path;
import java.util.Map;

/** A cluster of processes, with their data in a temporary directory. */
public final class ProcessCluster extends MachineCluster {

  private final Path home = Directories.temporary("replog-cluster-");
  private final String name;
  private final Links links = new Links();

  /**
   * @param name names the directory of this cluster's logs
   */
  public ProcessCluster(Topology topology, String name) {
    super(topology);
    this.name = name;
  }

  @Override
  protected Machine newMachine(Node node) {
    Path own = Directories.create(home.resolve(node.id()));
    return new ProcessMachine(topology().service(node), own, NodeLog.of(name, node));
  }

  @Override
  protected String host(Node from, Node to) {
    return topology().hasFaultyLinks() ? links.host(from, to, machine(to).port()) : "127.0.0.1";
  }

  @Override
  protected Map<String, String> environment(Node node) {
    ProcessMachine machine = (ProcessMachine) machine(node);
    return Map.of(
        "DATA_DIR",
        machine.data().toString(),
        "SERVER_ADDRESS",
        "127.0.0.1",
        "REPLOG_ELECTION_PORT",
        topology().isElecting() ? String.valueOf(machine.electionPort()) : "",
        // Starts faster; most of these nodes live for seconds only.
        "JDK_JAVA_OPTIONS",
        "-XX:TieredStopAtLevel=1");
  }

  /** Where a node keeps its data. */
  public Path data(Node node) {
    return ((ProcessMachine) machine(node)).data();
  }

  /** What goes from one node to another goes through this. */
  public FaultyLink link(Node from, Node to) {
    return links.link(from, to, machine(to).port());
  }

  @Override
  public void cut(Node node) {
    links.touching(node).forEach(link -> link.inflict(new LinkFault.Cut()));
  }

  @Override
  public void heal(Node node) {
    links.touching(node).forEach(FaultyLink::heal);
  }

  @Override
  public void close() {
    super.close();
    links.close();
    Directories.delete(home);
  }
}
