package io.replog.core.transport;

import io.replog.log.HeldRange;
import java.util.List;

/**
 * A node's health as another node reads it from {@code GET /health}.
 *
 * @param role {@code secondary} or {@code master}; not null
 * @param id its server id; not null
 * @param run names the process among all the starts of the node; null if it does not say
 * @param logId null if it holds no log
 * @param epoch the greatest epoch of that log that was announced there, 0 if none was
 * @param stored what it tells of its log, for people to see
 */
public record NodeHealth(
    String role, String id, String run, String logId, long epoch, Stored stored) {

  /**
   * What a node keeps.
   *
   * @param first the first order that its log still has
   * @param buffered messages held beyond a gap
   * @param held the first runs of those
   * @param setAside messages that were cut from its log and are kept apart
   */
  public record Stored(long first, long buffered, List<HeldRange> held, long setAside) {
    public static final Stored NOTHING = new Stored(0, 0, List.of(), 0);
  }

  /** Of a node that tells nothing of its log. */
  public NodeHealth(String role, String id, String run, String logId, long epoch) {
    this(role, id, run, logId, epoch, Stored.NOTHING);
  }

  public boolean isSecondary() {
    return role.equals("secondary");
  }
}
