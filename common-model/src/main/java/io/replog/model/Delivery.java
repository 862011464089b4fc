package io.replog.model;

import java.util.List;

/**
 * What a master sends to a secondary in one request.
 *
 * @param epoch the master's epoch, from 1 to {@link #MAX_EPOCH}; a later master has a greater one
 * @param claim names the master's take-over of that epoch, so that two masters that took the same
 *     one are told apart; empty where nobody says
 * @param logId the log that the entries belong to
 * @param replaces ids of logs that were emptied to make room for this one; a secondary that holds
 *     one of them empties itself
 * @param entries any orders, any repetition
 */
public record Delivery(
    long epoch, String claim, String logId, List<String> replaces, List<LogEntry> entries) {

  /**
   * The greatest epoch there is. A node refuses greater ones, so that adding one never overflows.
   */
  public static final long MAX_EPOCH = (1L << 48) - 1;
}
