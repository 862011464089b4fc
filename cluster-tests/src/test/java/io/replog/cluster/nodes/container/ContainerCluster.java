package io.replog.cluster.nodes.container;

import io.replog.cluster.nodes.Machine;
import io.replog.cluster.nodes.MachineCluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.NodeLog;
import io.replog.cluster.nodes.Topology;
import java.util.Map;
import org.testcontainers.containers.Network;

/** A cluster of containers. */
public final class ContainerCluster extends MachineCluster {

  private final Network network = Network.newNetwork();
  private final String name;

  /**
   * @param name names the directory of this cluster's logs
   */
  public ContainerCluster(Topology topology, String name) {
    super(topology);
    this.name = name;
  }

  @Override
  protected Machine newMachine(Node node) {
    return new ContainerMachine(topology().service(node), node, network, NodeLog.of(name, node));
  }

  @Override
  protected String host(Node from, Node to) {
    return to.id();
  }

  @Override
  protected Map<String, String> environment(Node node) {
    return Map.of("DATA_DIR", ContainerMachine.DATA);
  }

  /** Takes the node's container off the network, which the tests reach it by too. */
  @Override
  public void cut(Node node) {
    ((ContainerMachine) machine(node)).disconnect();
  }

  @Override
  public void heal(Node node) {
    ((ContainerMachine) machine(node)).connect();
  }

  @Override
  public void close() {
    super.close();
    network.close();
  }
}
