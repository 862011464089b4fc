package io.replog.node.election;

import io.replog.core.ElectedNode;
import io.replog.election.Elections;
import io.replog.election.RemovedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the node what the election engine decides. */
public final class Electing implements Elections.Listener {

  private static final Logger logger = LoggerFactory.getLogger(Electing.class);

  private final ElectedNode node;
  private final Grants grants;
  private final Runnable end;

  /** {@code end}: ends the process; must not block. */
  public Electing(ElectedNode node, Grants grants, Runnable end) {
    this.node = node;
    this.grants = grants;
    this.end = end;
  }

  @Override
  public void elected(long term) {
    grants.under(term);
    node.elected(term);
  }

  @Override
  public void deposed() {
    node.deposed();
  }

  @Override
  public void leader(Optional<String> id) {
    logger.debug("the elected node is {}", id.orElse("not known"));
  }

  @Override
  public void ended(Throwable why) {
    node.deposed();
    if (why instanceof RemovedException) {
      logger.error("the cluster removed this node, which ends: {}", why.getMessage());
    } else {
      logger.error(
          "this node cannot take part in elections any more, and ends; start it anew: {}",
          why.getMessage() == null ? why.toString() : why.getMessage());
    }
    end.run();
  }
}
