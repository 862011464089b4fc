package io.replog.election;

/**
 * The group has removed this node. Started again it waits, as one that nobody has added, and may be
 * added again: under the same voter id if its engine's folder was kept, or else under a new one.
 */
public final class RemovedException extends Exception {

  private static final long serialVersionUID = 1L;

  public RemovedException(String message) {
    super(message);
  }
}
