package io.replog.node.api;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.http.client.NodeClients;
import io.replog.http.client.PeerClient.Told;
import io.replog.http.problem.ProblemException;
import io.replog.model.LogId;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import io.replog.node.listing.NodeList.Listed;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Asks a node that is to vote who it is. */
@Component
class AskedNodes {

  private final NodeClients clients;
  private final Voter self;

  AskedNodes(NodeClients clients, Voter self) {
    this.clients = clients;
    this.self = self;
  }

  /** This node's server id. */
  String self() {
    return self.server();
  }

  /**
   * The node at {@code url}, as a voter.
   *
   * @param id the server id that it must have, if one is given
   * @param logId the cluster's log
   * @throws ProblemException if it cannot be one
   */
  Voter voterAt(URI url, Optional<String> id, String logId) {
    if (url.equals(self.url())) {
      return self;
    }
    try (SecondaryClient client = clients.connect(url)) {
      Told told = clients.peer(url).told();
      if (told.voter().isEmpty()) {
        throw conflict(url, "the node \"%s\", which is none of equal nodes".formatted(told.id()));
      }
      if (id.isPresent() && !id.get().equals(told.id())) {
        throw conflict(url, "the node \"%s\"".formatted(told.id()));
      }
      ReplicaStatus status = client.status(OptionalLong.empty());
      boolean holds = status.messages() > 0 || status.buffered() > 0;
      if (holds && !LogId.sameLineage(status.logId(), logId)) {
        throw new ProblemException(
            ProblemType.OTHER_LOG,
            "\"%s\" at %s holds %d messages of another log, %s: start it with an empty data folder"
                .formatted(told.id(), url, status.messages(), status.logId()));
      }
      return new Voter(status.id(), url, electionPort(told, url));
    } catch (TransportException e) {
      throw new ProblemException(
          ProblemType.UNREACHABLE,
          "the master does not reach a node at %s: %s".formatted(url, e.getMessage()));
    }
  }

  private static ProblemException conflict(URI url, String who) {
    return new ProblemException(
        ProblemType.MEMBER_CONFLICT, "at %s answers %s".formatted(url, who));
  }

  private static int electionPort(Told told, URI url) {
    return told.electionPort() == 0
        ? new Listed(told.id(), url).electionPort()
        : told.electionPort();
  }
}
