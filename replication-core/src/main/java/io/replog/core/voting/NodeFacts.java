package io.replog.core.voting;

import java.util.List;

/** Names of the facts that a node keeps of itself in its cluster, beside the log. */
public final class NodeFacts {

  /** Its id as a voter. */
  public static final String VOTER_ID = "voter-id";

  /** How much of the log its readers were shown. */
  public static final String SHOWN = "majority";

  static final List<String> ALL = List.of(VOTER_ID, SHOWN);

  private NodeFacts() {}
}
