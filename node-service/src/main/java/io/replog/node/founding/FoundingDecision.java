package io.replog.node.founding;

import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import io.replog.node.listing.NodeList;
import io.replog.node.listing.NodeList.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a node founds the cluster, given what all others say. Only one may, only once: a second
 * founding would begin another history. So all must answer, and nobody may know of a cluster.
 */
public final class FoundingDecision {

  private FoundingDecision() {}

  /** What another node said of itself; {@code electionPort}: 0 if it did not say. */
  public record Answer(ReplicaStatus status, int electionPort) {}

  /** What to do. */
  public sealed interface Decision {}

  /**
   * Founds it, with these voters.
   *
   * @param logId the log that the others hold already; empty if none does
   */
  public record Found(List<Voter> voters, Optional<String> logId) implements Decision {}

  /** There is a cluster: this node's, or one that it will hear of. */
  public record Exists(String known) implements Decision {}

  /** Not yet; {@code why} in words. */
  public record Wait(String why) implements Decision {}

  /** A person has to change something; {@code why} in words. */
  public record Refuse(String why) implements Decision {}

  /**
   * Decides.
   *
   * @param self this node as a voter
   * @param mine the facts of its log
   * @param answers of the others, by their server ids; those that did not answer are absent
   */
  public static Decision decide(
      NodeList listed, Voter self, LogFacts mine, Map<String, Answer> answers) {
    if (mine.voters().isPresent()) {
      return new Exists("this node");
    }
    List<Voter> voters = new ArrayList<>();
    Map<String, String> logs = new TreeMap<>();
    mine.logId().ifPresent(id -> logs.put(self.server(), id));
    for (Listed node : listed.nodes()) {
      if (node.id().equals(self.server())) {
        voters.add(self);
        continue;
      }
      Answer answer = answers.get(node.id());
      if (answer == null) {
        return new Wait("waiting for the node %s at %s".formatted(node.id(), node.url()));
      }
      ReplicaStatus status = answer.status();
      if (status.voters() != null) {
        return new Exists(node.id());
      }
      if (!Voter.server(status.id()).equals(node.id()) || status.id().equals(node.id())) {
        return new Refuse(
            "REPLOG_NODES lists %s at %s, where the node %s answers"
                .formatted(node.id(), node.url(), status.id()));
      }
      if (status.logId() != null) {
        logs.put(node.id(), status.logId());
      }
      voters.add(new Voter(status.id(), node.url(), port(answer, node)));
    }
    return found(voters, mine, logs);
  }

  private static int port(Answer answer, Listed node) {
    return answer.electionPort() == 0 ? node.electionPort() : answer.electionPort();
  }

  private static Decision found(List<Voter> voters, LogFacts mine, Map<String, String> logs) {
    Optional<String> newest =
        mine.logId().or(() -> logs.values().stream().findFirst()).map(id -> newest(id, logs));
    if (newest.isPresent()
        && logs.values().stream().anyMatch(id -> !LogId.sameLineage(id, newest.get()))) {
      return new Refuse(
          "the nodes hold different logs, %s: begin with the data of one of them, the others empty"
              .formatted(logs));
    }
    return new Found(voters, newest);
  }

  private static String newest(String id, Map<String, String> logs) {
    return logs.values().stream()
        .reduce(id, (one, other) -> LogId.replaces(other, one) ? other : one);
  }
}
