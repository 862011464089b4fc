package io.replog.core.threads;

/** Waits for threads that write to a log, before the log goes to another role. */
public final class ThreadEnd {

  private ThreadEnd() {}

  /**
   * Waits until {@code thread} has ended, if it was started. An interrupt does not end the wait:
   * else a node would promise another master what a thread of its own reign may break. The caller
   * finds itself interrupted afterwards.
   */
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.getState() != Thread.State.NEW && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
