package io.replog.model;

import java.util.List;

/**
 * What a master sends to a secondary in one request.
 *
 * @param epoch the master's epoch, at least 1; a later master has a greater one
 * @param logId the log that the entries belong to
 * @param replaces ids of logs that were emptied to make room for this one; a secondary that holds
 *     one of them empties itself
 * @param entries any orders, any repetition
 */
public record Delivery(long epoch, String logId, List<String> replaces, List<LogEntry> entries) {}
