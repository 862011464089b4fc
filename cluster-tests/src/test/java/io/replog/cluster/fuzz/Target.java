package io.replog.cluster.fuzz;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Node;
import java.util.List;

/** A node under fire. */
interface Target {

  Node node();

  Client client();

  /** A valid request, or nearly so. */
  RawRequest request(Chance chance);

  /** What the node did beside what it said. Called after every request. */
  List<String> wrongs(RawRequest request, List<RawAnswer> answers);
}
