package io.replog.election;

/**
 * The group told this node that it is no member any more. Its engine will not serve it again under
 * this voter id: the node comes back with an emptied engine's folder and a new id, or not at all.
 */
public final class RemovedException extends Exception {

  private static final long serialVersionUID = 1L;

  public RemovedException(String message) {
    super(message);
  }
}
