package io.replog.log;

import io.replog.log.storage.Commit;
import io.replog.model.Tail;
import java.util.Optional;

/**
 * Which log a node holds, and what masters it has heard of.
 *
 * @param logId empty on a node that holds no log yet
 * @param epoch the greatest epoch heard, 0 if none
 * @param claim which master's take-over of that epoch was heard, empty if it did not say
 * @param tail the master that last wrote here, even if what it delivered was held already
 */
public record LogIdentity(Optional<String> logId, long epoch, String claim, Tail tail) {

  public static final String LOG_ID_KEY = "log-id";
  public static final String EPOCH_KEY = "epoch";
  public static final String CLAIM_KEY = "claim";
  public static final String TAIL_EPOCH_KEY = "tail-epoch";
  public static final String TAIL_CLAIM_KEY = "tail-claim";

  /** The master that this node knows of, as one that writes. */
  public Tail writer() {
    return new Tail(epoch, claim);
  }

  /** Adds to {@code commit} that {@code writer} is the last that wrote here. */
  public static Commit mark(Tail writer, Commit commit) {
    return commit
        .put(TAIL_EPOCH_KEY, Long.toString(writer.epoch()))
        .put(TAIL_CLAIM_KEY, writer.claim());
  }
}
