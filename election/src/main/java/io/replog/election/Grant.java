package io.replog.election;

/**
 * What an elected node commits to the group's control state before it opens. It shows that the node
 * still leads, tells every node who is master, and lets a node that hears of nobody know that a log
 * exists.
 *
 * @param term of the election that it was granted under
 * @param node voter id of the elected node
 * @param epoch that the node is going to write under
 * @param claim random part of the epoch, by which two takers of one epoch differ
 * @param logId id of the log
 */
public record Grant(long term, String node, long epoch, String claim, String logId) {

  /** The most characters that each text may have. */
  public static final int MOST_CHARACTERS = 256;

  public Grant {
    if (term < 0 || epoch < 0) {
      throw new IllegalArgumentException("neither the term nor the epoch is negative");
    }
    requireShort("node", node);
    requireShort("claim", claim);
    requireShort("logId", logId);
  }

  private static void requireShort(String name, String text) {
    if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "%s has 1 to %d characters, not %d".formatted(name, MOST_CHARACTERS, text.length()));
    }
  }
}
