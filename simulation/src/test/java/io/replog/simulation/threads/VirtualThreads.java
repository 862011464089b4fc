package io.replog.simulation.threads;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of our own. The JDK has had this since Java 21, but not in its
 * public API; threads that such a thread makes, in whatever way, are on the same scheduler.
 */
final class VirtualThreads {

  private static final Method MAKE = make();

  private VirtualThreads() {}

  private static Method make() {
    try {
      Method make =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      make.setAccessible(true);
      return make;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Whether this JDK can do it, and was allowed to. */
  static boolean arePossible() {
    return MAKE != null;
  }

  /** A thread, not started yet, each of whose runs until its next pause goes to {@code runs}. */
  static Thread on(Executor runs, String name, Runnable task) {
    try {
      return (Thread) MAKE.invoke(null, runs, name, 0, task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK makes no virtual threads on other schedulers", e);
    }
  }
}
