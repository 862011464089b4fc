package io.replog.cluster.history;

/** What a writer knows of its message after one attempt. */
public enum Outcome {
  /** 201: appended by this attempt, and on as many nodes as it asked for. */
  CREATED,
  /** 200: had been appended before, and is on as many nodes as this attempt asked for. */
  DUPLICATE,
  /** 504 or 503 outcome-pending: stored at the order told, on fewer nodes than it asked for. */
  PENDING,
  /** Any refusal that promises that nothing was stored. */
  REFUSED,
  /** No answer, or one that promises nothing. */
  UNKNOWN;

  /** Whether the answer tells that the write concern was met. */
  public boolean isAcknowledged() {
    return this == CREATED || this == DUPLICATE;
  }
}
