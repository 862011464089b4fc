package io.replog.cluster.storm;

import io.replog.cluster.client.Client;
import io.replog.cluster.history.Recorder;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writers and readers at work, at a pace that leaves something of the machine to the nodes. */
final class Traffic implements AutoCloseable {

  private static final int WRITERS = 24;
  private static final Duration WRITER_REST = Duration.ofMillis(5);
  private static final int READER_REST_MS = 200;

  private final ScheduledExecutorService threads;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  /** {@code threads}: as many as there will be writers and readers. */
  Traffic(int threads) {
    this.threads = Executors.newScheduledThreadPool(threads);
  }

  /** Writers to a fixed master, and a reader of each node. */
  static Traffic start(
      Cluster cluster, List<Node> nodes, Disks disks, Recorder recorder, long seed) {
    Traffic traffic = new Traffic(WRITERS + nodes.size());
    for (int i = 0; i < WRITERS; i++) {
      Client client = traffic.client(cluster.client(Node.MASTER));
      traffic.add(
          new Writer("w" + i, new Writer.Fixed(client), recorder, new Random(seed + i)),
          WRITER_REST);
    }
    for (Node node : nodes) {
      traffic.add(
          new Reader(
              node.id(),
              traffic.client(cluster.client(node)),
              () -> disks.number(node),
              recorder,
              new Random(seed - node.number())));
    }
    return traffic;
  }

  /** A client of its own to the same node, as a cluster's are renewed when a node starts. */
  Client client(Client ofCluster) {
    Client client = new Client(ofCluster.node(), null);
    clients.add(client);
    return client;
  }

  void add(Writer writer, Duration rest) {
    writers.add(writer);
    repeat(writer, rest.toMillis());
  }

  void add(Reader reader) {
    repeat(reader, READER_REST_MS);
  }

  private void repeat(Runnable task, long restMillis) {
    threads.scheduleWithFixedDelay(task, 0, restMillis, TimeUnit.MILLISECONDS);
  }

  List<String> unexpected() {
    return writers.stream().flatMap(writer -> writer.unexpected().stream()).toList();
  }

  /** Lets everybody finish what they are at. */
  @Override
  public void close() {
    threads.close();
    clients.forEach(Client::close);
  }
}
