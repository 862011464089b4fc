package io.replog.node.api;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.http.client.NodeClients;
import io.replog.model.Voter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Asks the other nodes how far they are, where this one is not master and does not know. */
@Component
class OtherNodes {

  private final NodeClients clients;
  private final Voter self;

  OtherNodes(NodeClients clients, Voter self) {
    this.clients = clients;
    this.self = self;
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
