package io.replog.http.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.replog.core.view.SecondaryView;
import java.util.List;
import java.util.Locale;

/**
 * The answer of {@code GET /cluster}: who is master, and which nodes there are, as far as the node
 * that is asked knows.
 *
 * @param master its server id; null where it is not known, or there is none
 * @param masterUrl where it is reached; null where that is not known
 * @param epoch the greatest that the node knows
 * @param term of the election; absent where nobody elects
 * @param nodes of which a secondary of a fixed master knows only itself
 * @param change of the voters that is not applied; absent if none is
 */
public record ClusterBody(
    String master,
    String masterUrl,
    long epoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long term,
    List<Node> nodes,
    @JsonInclude(JsonInclude.Include.NON_NULL) Change change) {

  /** What a change of the voters adds and removes, by the ids of voters. */
  public record Change(List<String> adds, List<String> removes) {}

  /**
   * One node.
   *
   * @param role see {@link Role}
   * @param messages how many it has stored, as far as is known; null if it does not answer
   * @param lag how many the master has that it lacks; absent where that is not known
   * @param status of its health, as the master sees it; absent elsewhere
   * @param voter its id as a voter; absent if it is none
   * @param electionPort where its election engine listens; absent if it has none
   */
  public record Node(
      String id,
      String url,
      Role role,
      Long messages,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long lag,
      @JsonInclude(JsonInclude.Include.NON_NULL) String status,
      @JsonInclude(JsonInclude.Include.NON_NULL) String voter,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer electionPort) {

    /** The master, of itself. */
    public static Node master(String id, String url, long messages) {
      return new Node(id, url, Role.MASTER, messages, 0L, "HEALTHY", null, null);
    }

    /** A node that does not vote, as the master sees it. */
    public static Node seen(SecondaryView view, Role role) {
      return new Node(
          view.id(), view.url(), role, view.acknowledged(), view.lag(), view.status(), null, null);
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
