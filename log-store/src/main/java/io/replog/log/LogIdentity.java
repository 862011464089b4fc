package io.replog.log;

import java.util.Optional;

/**
 * Which log a node holds, and how new a master it has heard of.
 *
 * @param logId empty on a node that holds no log yet
 * @param epoch the greatest epoch heard, 0 if none
 */
public record LogIdentity(Optional<String> logId, long epoch) {

  public static final String LOG_ID_KEY = "log-id";
  public static final String EPOCH_KEY = "epoch";
}
