package io.replog.core.transport;

/**
 * A node's health as another node reads it from {@code GET /health}.
 *
 * @param role {@code secondary} or {@code master}; not null
 * @param id its server id; not null
 * @param run names the process among all the starts of the node; null if it does not say
 * @param logId null if it holds no log
 * @param epoch the greatest epoch of that log that was announced there, 0 if none was
 */
public record NodeHealth(String role, String id, String run, String logId, long epoch) {

  public boolean isSecondary() {
    return role.equals("secondary");
  }
}
