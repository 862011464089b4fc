package io.replog.log;

import java.util.Optional;

/**
 * Which log a node holds, and what masters it has heard of.
 *
 * @param logId empty on a node that holds no log yet
 * @param epoch the greatest epoch heard, 0 if none
 * @param claim which master's take-over of that epoch was heard, empty if it did not say
 * @param tailEpoch the epoch of the master that last made the log longer, 0 if none did: of two
 *     logs, the one with the greater tail epoch is the newer history, whatever their lengths
 */
public record LogIdentity(Optional<String> logId, long epoch, String claim, long tailEpoch) {

  public static final String LOG_ID_KEY = "log-id";
  public static final String EPOCH_KEY = "epoch";
  public static final String CLAIM_KEY = "claim";
  public static final String TAIL_EPOCH_KEY = "tail-epoch";
}
