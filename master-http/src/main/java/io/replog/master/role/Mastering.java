package io.replog.master.role;

import io.replog.core.MasterRole;
import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.Optional;

/** The role of the master on this node: a fixed master always has it, others while they reign. */
@FunctionalInterface
public interface Mastering {

  /** The role; empty while another node, or none, is master. */
  Optional<MasterRole> now();

  /** How clients see the node {@code id}, which the role may know by another name. */
  default String shown(String id) {
    return id;
  }

  /** The role; ends the request with 503 where this node has it not. */
  default MasterRole role() {
    return now()
        .orElseThrow(
            () ->
                ProblemException.retryAfter(
                    1,
                    Problem.of(
                        ProblemType.NO_MASTER, "this node is not the master; nothing was stored")));
  }
}
