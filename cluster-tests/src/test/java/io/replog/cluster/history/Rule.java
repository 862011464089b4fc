package io.replog.cluster.history;

import java.util.List;

/** Something that must hold of every history. */
public interface Rule {

  /** The occasions on which it did not hold, each in a line. */
  List<String> violations(History history);
}
