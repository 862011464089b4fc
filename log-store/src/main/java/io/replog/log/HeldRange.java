package io.replog.log;

/** Consecutive orders that a node holds beyond a gap, both included. */
public record HeldRange(long first, long last) {}
