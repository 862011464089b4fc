package io.replog.benchmarks.load;

/** What is known of an answer after some of its bytes. */
public enum Answer {
  /** More bytes are needed. */
  INCOMPLETE,
  /** The whole answer is there, and the server did what was asked. */
  DONE,
  /** The whole answer is there, and the server did not, or not fully, do what was asked. */
  REFUSED
}
