package io.replog.election.ratis;

import org.apache.ratis.util.ExitUtils;

/**
 * Keeps Ratis from ending the process by itself: by default it exits when its port is taken, and
 * then, by a handler for the whole process, at any exception that any thread did not catch.
 */
final class NoExit {

  private NoExit() {}

  static synchronized void ensure() {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    ExitUtils.disableSystemExit();
    Thread.setDefaultUncaughtExceptionHandler(handler);
  }
}
