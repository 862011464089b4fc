package io.replog.election.ratis;

import static org.awaitility.Awaitility.await;

import io.replog.election.ElectionException;
import io.replog.election.Grant;
import io.replog.election.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Nodes that are, were or will be members of one group. */
final class Group implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final List<Node> nodes = new ArrayList<>();

  Group(Path folder) {
    this.folder = folder;
  }

  /** One node founds the group, and adds two. */
  void three() {
    Node founder = add("n1.00000001").start();
    founder.elections().found();
    members(founder, add("n2.00000002").start(), add("n3.00000003").start());
  }

  static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  /** Not started yet. */
  Node add(String id) {
    return add(id, Node.freePort());
  }

  Node add(String id, int port) {
    Node node = new Node(folder.resolve(id), new Peer(id, "127.0.0.1", port));
    nodes.add(node);
    return node;
  }

  List<Node> nodes() {
    return nodes;
  }

  Node node(int index) {
    return nodes.get(index);
  }

  List<Node> others(Node node) {
    return nodes.stream().filter(other -> other != node).toList();
  }

  /** Waits until one of these reigns and all of these say so. */
  Node leaderOf(List<Node> members) {
    until(
        () ->
            members.stream().filter(Node::reigns).count() == 1
                && members.stream()
                    .allMatch(
                        node ->
                            node.elections().leader().equals(Optional.of(reigning(members).id()))));
    return reigning(members);
  }

  private static Node reigning(List<Node> members) {
    return members.stream().filter(Node::reigns).findFirst().orElseThrow();
  }

  /** Asks the leader for these members and itself, again and again, as a caller does. */
  void members(Node leader, Node... others) {
    List<Peer> peers = Stream.concat(Stream.of(leader), Stream.of(others)).map(Node::peer).toList();
    until(leader::reigns);
    until(() -> succeeds(leader, peers));
  }

  private static boolean succeeds(Node leader, List<Peer> peers) throws Exception {
    try {
      leader.elections().members(peers).get(60, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ElectionException) {
        return false;
      }
      throw failed;
    }
  }

  void allKnow(Grant grant, List<Node> members) {
    until(
        () ->
            members.stream()
                .allMatch(node -> node.elections().state().grant().equals(Optional.of(grant))));
  }

  @Override
  public void close() {
    nodes.parallelStream().forEach(Node::close);
  }
}
