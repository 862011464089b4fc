package io.replog.cluster.storm;

import io.replog.cluster.client.Client;
import io.replog.cluster.history.Recorder;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writers and readers at work, at a pace that leaves something of the machine to the nodes. */
final class Traffic implements AutoCloseable {

  private static final int WRITERS = 24;
  private static final int WRITER_REST_MS = 5;
  private static final int READER_REST_MS = 200;

  private final ScheduledExecutorService threads;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  private Traffic(int readers) {
    threads = Executors.newScheduledThreadPool(WRITERS + readers);
  }

  /** Clients of their own, as those of the cluster are renewed when a node starts. */
  static Traffic start(
      Cluster cluster, List<Node> nodes, Disks disks, Recorder recorder, long seed) {
    Traffic traffic = new Traffic(nodes.size());
    for (int i = 0; i < WRITERS; i++) {
      Client client = traffic.client(cluster, Node.MASTER);
      Writer writer = new Writer("w" + i, client, recorder, new Random(seed + i));
      traffic.writers.add(writer);
      traffic.repeat(writer, WRITER_REST_MS);
    }
    for (Node node : nodes) {
      Random random = new Random(seed - node.number());
      traffic.repeat(
          new Reader(node, traffic.client(cluster, node), disks, recorder, random), READER_REST_MS);
    }
    return traffic;
  }

  private Client client(Cluster cluster, Node node) {
    Client client = new Client(cluster.client(node).node(), null);
    clients.add(client);
    return client;
  }

  private void repeat(Runnable task, int restMillis) {
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
