package io.replog.http.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.replog.core.transport.NodeHealth;
import io.replog.core.view.SecondaryView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The answer of {@code GET /cluster}: who is master, and which nodes there are, as far as the node
 * that is asked knows. What it does not know is absent, or null where it says so.
 *
 * @param master its server id; null where it is not known, or there is none
 * @param masterUrl where it is reached; null where that is not known
 * @param epoch the greatest that the node knows
 * @param term of the election; absent where nobody elects
 * @param self the node that is asked
 * @param waiting how many writers wait, by their {@code w}; absent but on the master
 * @param toldBy id of the master whose answer says how far the other nodes are; absent where the
 *     node that is asked knows by itself
 * @param nodes of which a secondary of a fixed master knows only itself
 * @param change of the voters that is not applied; absent if none is
 */
public record ClusterBody(
    String master,
    String masterUrl,
    long epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long term,
    Self self,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Integer> waiting,
    @JsonInclude(JsonInclude.Include.NON_NULL) String toldBy,
    List<Node> nodes,
    @JsonInclude(JsonInclude.Include.NON_NULL) Change change) {

  /**
   * The same for a reader that reached this node at {@code url}, which is then its address, unless
   * it has one of its own.
   */
  public ClusterBody reachedAt(String url) {
    return new ClusterBody(
        master,
        masterUrl == null && self.id().equals(master) ? url : masterUrl,
        epoch,
        term,
        self,
        waiting,
        toldBy,
        nodes.stream()
            .map(each -> each.url() == null && each.id().equals(self.id()) ? each.at(url) : each)
            .toList(),
        change);
  }

  /**
   * The node that is asked.
   *
   * @param role {@code master} or {@code secondary}
   * @param mode as in its {@code GET /health}
   * @param logId null while it holds no log
   * @param shown how many messages a reader sees there
   * @param run names its process; absent on a fixed master
   * @param fault why it cannot do its work; absent if it can
   * @param experiments whether they are enabled there
   */
  public record Self(
      String id,
      String role,
      String mode,
      String logId,
      long shown,
      @JsonInclude(JsonInclude.Include.NON_NULL) String run,
      @JsonInclude(JsonInclude.Include.NON_NULL) String fault,
      boolean experiments) {}

  /** What a change of the voters adds and removes, by the ids of voters. */
  public record Change(List<String> adds, List<String> removes) {}

  /**
   * One node.
   *
   * @param url null where that is not known
   * @param role see {@link Role}
   * @param messages how many it has stored, as far as is known; null if it does not answer, or has
   *     never answered the master
   * @param lag how many the master has that it lacks; absent where that is not known
   * @param status of its health, as the master sees it; absent elsewhere
   * @param lastSeen absent while it is healthy
   * @param epoch the greatest that it was promised
   * @param stored what else it has on its disk
   * @param replication how the master's deliveries to it go; absent on the master
   * @param voter its id as a voter; absent if it is none
   * @param electionPort where its election engine listens; absent if it has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Node(
      @JsonInclude(JsonInclude.Include.ALWAYS) String id,
      @JsonInclude(JsonInclude.Include.ALWAYS) String url,
      @JsonInclude(JsonInclude.Include.ALWAYS) Role role,
      @JsonInclude(JsonInclude.Include.ALWAYS) Long messages,
      Long lag,
      String status,
      Instant lastSeen,
      Long epoch,
      NodeHealth.Stored stored,
      Replication replication,
      String voter,
      Integer electionPort) {

    private static final String HEALTHY = "HEALTHY";

    /** A node of which nothing else is known. */
    public static Node known(String id, String url, Role role) {
      return new Node(id, url, role, null, null, null, null, null, null, null, null, null);
    }

    /** The same of the master, which lacks nothing. */
    public static Node master(String id, String url) {
      return new Node(id, url, Role.MASTER, null, 0L, HEALTHY, null, null, null, null, null, null);
    }

    /** A node as the master sees it. */
    public static Node seen(String id, Role role, SecondaryView view) {
      boolean healthy = view.status().equals(HEALTHY);
      return new Node(
          id,
          view.url(),
          role,
          view.reached() ? view.acknowledged() : null,
          view.reached() ? view.lag() : null,
          view.status(),
          healthy ? null : view.lastSeen(),
          view.told() == null ? null : view.told().epoch(),
          view.told() == null ? null : view.told().stored(),
          Replication.of(view),
          null,
          null);
    }

    /** The same with what the node tells of itself; null for what it does not. */
    public Node holding(Long newMessages, Long newEpoch, NodeHealth.Stored newStored) {
      return new Node(
          id,
          url,
          role,
          newMessages,
          lag,
          status,
          lastSeen,
          newEpoch,
          newStored,
          replication,
          voter,
          electionPort);
    }

    /** The same of a node that votes, under {@code newVoter} unless that is null. */
    public Node voting(String newVoter, int newElectionPort) {
      return new Node(
          id,
          url,
          role,
          messages,
          lag,
          status,
          lastSeen,
          epoch,
          stored,
          replication,
          newVoter,
          newElectionPort);
    }

    Node at(String newUrl) {
      return new Node(
          id,
          newUrl,
          role,
          messages,
          lag,
          status,
          lastSeen,
          epoch,
          stored,
          replication,
          voter,
          electionPort);
    }
  }

  /** What a node is at present. */
  public enum Role {
    MASTER,
    /** Follows the master, and counts. */
    SECONDARY,
    /** Is being taken in by an elected master, and does not count yet. */
    LEARNER,
    /** Follows an elected master, and does not vote. */
    OBSERVER;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
