package io.replog.core.threads;

/** Waiting for a time to pass. */
@FunctionalInterface
public interface Pauses {

  /** Waits for a while before the next attempt at something. */
  void pause() throws InterruptedException;
}
