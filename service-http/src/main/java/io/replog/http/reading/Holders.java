package io.replog.http.reading;

import java.util.List;

/** Says which nodes are known to hold a message. */
@FunctionalInterface
public interface Holders {

  /** The ids of the nodes known to hold the message at {@code order}, this node first. */
  List<String> of(long order);
}
