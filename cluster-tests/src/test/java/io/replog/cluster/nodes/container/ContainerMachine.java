package io.replog.cluster.nodes.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.Volume;
import io.replog.cluster.nodes.Machine;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.NodeLog;
import io.replog.cluster.nodes.process.Ports;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A node as a container; its data outlive it in a volume. */
final class ContainerMachine implements Machine {

  /** Where the images keep a node's data. */
  static final String DATA = "/data";

  private static final int PORT = 5000;
  private static final int PATIENCE_SECONDS = 60;

  private final String service;
  private final Node node;
  private final Network network;
  private final NodeLog log;
  private final String volume = "replog-cluster-tests-" + UUID.randomUUID();
  private final int publishedPort = Ports.free();
  private GenericContainer<?> container;

  /** {@code service}: {@code master}, {@code secondary} or {@code node}. */
  ContainerMachine(String service, Node node, Network network, NodeLog log) {
    this.service = service;
    this.node = node;
    this.network = network;
    this.log = log;
  }

  @Override
  public URI url() {
    return URI.create(
        "http://" + DockerClientFactory.instance().dockerHostIpAddress() + ":" + publishedPort);
  }

  @Override
  public int port() {
    return PORT;
  }

  @Override
  public void boot(Map<String, String> environment) {
    remove();
    container =
        new GenericContainer<>(Images.of(service))
            .withNetwork(network)
            .withNetworkAliases(node.id())
            .withEnv(environment)
            .withLogConsumer(frame -> log.append(frame.getUtf8String()))
            .withStartupCheckStrategy(new Started())
            .withCreateContainerCmdModifier(this::publishAndMount);
    container.start();
  }

  private void publishAndMount(CreateContainerCmd create) {
    create.withExposedPorts(ExposedPort.tcp(PORT));
    create
        .getHostConfig()
        .withBinds(new Bind(volume, new Volume(DATA)))
        .withPortBindings(
            new PortBinding(
                Binding.bindIpAndPort("127.0.0.1", publishedPort), ExposedPort.tcp(PORT)));
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private String id() {
    return container.getContainerId();
  }

  @Override
  public boolean isRunning() {
    return container != null && container.getContainerId() != null && container.isRunning();
  }

  @Override
  public void kill() {
    docker().killContainerCmd(id()).exec();
    awaitExit();
  }

  /**
   * Asks until the engine manages it: with cgroups v1, freezing a container in which something is
   * being started may fail, and runc leaves it to its caller to try again (opencontainers/runc
   * #4388).
   */
  @Override
  public void pause() {
    await()
        .atMost(PATIENCE_SECONDS, SECONDS)
        .ignoreExceptionsMatching(
            failure ->
                failure instanceof InternalServerErrorException
                    && failure.getMessage().contains("unable to freeze"))
        .untilAsserted(() -> docker().pauseContainerCmd(id()).exec());
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(id()).exec();
  }

  @Override
  public int stop() {
    docker().stopContainerCmd(id()).withTimeout(PATIENCE_SECONDS).exec();
    return awaitExit();
  }

  @Override
  public int awaitExit() {
    return docker()
        .waitContainerCmd(id())
        .exec(new WaitContainerResultCallback())
        .awaitStatusCode(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void wipe() {
    remove();
    removeVolume();
  }

  @Override
  public String log() {
    return log.text();
  }

  void disconnect() {
    docker()
        .disconnectFromNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network.getId())
        .withForce(true)
        .exec();
  }

  void connect() {
    docker()
        .connectToNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network.getId())
        .withContainerNetwork(new ContainerNetwork().withAliases(node.id()))
        .exec();
  }

  private void remove() {
    if (container != null) {
      container.stop();
      container = null;
    }
  }

  private void removeVolume() {
    docker().removeVolumeCmd(volume).exec();
  }

  @Override
  public void release() {
    if (container != null) {
      wipe();
    }
  }
}
