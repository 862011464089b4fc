package io.replog.core.append;

/**
 * Where a message stands in the log.
 *
 * @param duplicate whether it stood there before this request
 */
public record Placed(String id, long order, boolean duplicate) {}
