package io.replog.model;

/** How many nodes, the master included, must hold a message before the master acknowledges it. */
public sealed interface WriteConcern {

  /** A fixed number of nodes, at least 1. */
  record Nodes(int count) implements WriteConcern {
    public Nodes {
      if (count < 1) {
        throw new IllegalArgumentException("w is at least 1");
      }
    }

    @Override
    public int required(int nodes) {
      return count;
    }
  }

  /** More than half of the nodes. */
  record Majority() implements WriteConcern {
    @Override
    public int required(int nodes) {
      return majorityOf(nodes);
    }
  }

  /** Every node. */
  record All() implements WriteConcern {
    @Override
    public int required(int nodes) {
      return nodes;
    }
  }

  WriteConcern MAJORITY = new Majority();
  WriteConcern ALL = new All();

  /**
   * How many nodes of a cluster of {@code nodes} must hold the message; may be more than there are.
   */
  int required(int nodes);

  /** The smallest number of nodes that is more than half of {@code nodes}. */
  static int majorityOf(int nodes) {
    return nodes / 2 + 1;
  }

  /**
   * Reads {@code "majority"}, {@code "all"} or a number in decimal digits.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static WriteConcern parse(String text) {
    return switch (text) {
      case "majority" -> MAJORITY;
      case "all" -> ALL;
      default -> nodes(text);
    };
  }

  private static WriteConcern nodes(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("w is a number of nodes, \"majority\" or \"all\"");
    }
    return new Nodes(Integer.parseInt(text));
  }
}
