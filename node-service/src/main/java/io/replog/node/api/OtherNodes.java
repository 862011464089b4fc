package io.replog.node.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.lock.Guard;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.http.client.NodeClients;
import io.replog.http.cluster.ClusterBody;
import io.replog.model.Voter;
import io.replog.node.master.CurrentMaster.Master;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/**
 * Asks the other nodes how far they are, where this one is not master and does not know. Safe for
 * any thread.
 */
@Component
class OtherNodes {

  /** How long an answer of the master, or its silence, is taken as its present one. */
  private static final long FRESH_NANOS = 50_000_000;

  private final NodeClients clients;
  private final Voter self;
  private final ObjectMapper json;

  private final Guard asking = new Guard();

  // Guarded by asking.
  private Told last = new Told(null, Optional.empty(), 0);

  /** What {@code master} answered at {@code nanos}; empty if nothing. */
  private record Told(Master master, Optional<ClusterBody> answer, long nanos) {}

  OtherNodes(NodeClients clients, Voter self, ObjectMapper json) {
    this.clients = clients;
    this.self = self;
    this.json = json;
  }

  /** What {@code master} knows of the cluster; empty unless it answers, and says that it reigns. */
  Optional<ClusterBody> toldBy(Master master) {
    long begin = System.nanoTime();
    return asking.inside(
        () -> {
          // Who waited for another to ask takes what that one was told.
          if (!master.equals(last.master()) || begin - last.nanos() > FRESH_NANOS) {
            Optional<ClusterBody> answer = ask(master);
            last = new Told(master, answer, System.nanoTime());
          }
          return last.answer();
        });
  }

  private Optional<ClusterBody> ask(Master master) {
    try {
      byte[] answer = clients.peer(master.url()).cluster(self.server());
      ClusterBody told = json.readValue(answer, ClusterBody.class);
      boolean reigns = told.self().role().equals("master") && told.self().id().equals(master.id());
      return reigns && told.nodes() != null ? Optional.of(told) : Optional.empty();
    } catch (TransportException | IOException | RuntimeException e) {
      // Whatever it says instead is no answer.
      return Optional.empty();
    }
  }

  /** How many messages each has stored, by server id; those that do not answer are absent. */
  Map<String, Long> stored(List<Voter> voters) {
    Map<String, CompletableFuture<OptionalLong>> asked = new HashMap<>();
    for (Voter voter : voters) {
      if (!voter.server().equals(self.server())) {
        asked.put(
            voter.server(),
            CompletableFuture.supplyAsync(() -> stored(voter), Thread::startVirtualThread));
      }
    }
    Map<String, Long> stored = new HashMap<>();
    asked.forEach((id, answer) -> answer.join().ifPresent(length -> stored.put(id, length)));
    return stored;
  }

  private OptionalLong stored(Voter voter) {
    try (SecondaryClient client = clients.connect(voter.url())) {
      return OptionalLong.of(client.status(OptionalLong.empty()).messages());
    } catch (TransportException e) {
      return OptionalLong.empty();
    }
  }
}
