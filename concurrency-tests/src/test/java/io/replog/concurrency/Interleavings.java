package io.replog.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.Lincheck;

/** Runs a scenario of a few threads under many interleavings, chosen one after the other. */
public final class Interleavings {

  /** How many of them, for each scenario. */
  private static final int COUNT = Integer.getInteger("replog.interleavings", 100);

  /** See {@link #shared}. */
  private static Object found;

  private Interleavings() {}

  /**
   * Fails where any interleaving of {@code scenario} throws or leaves a thread asleep, and tells
   * that interleaving. A scenario must do the same each time but for its threads.
   */
  public static void all(Runnable scenario) {
    Lincheck.runConcurrentTest(COUNT, scenario);
  }

  /**
   * Marks what the threads of a scenario share. Needed: Lincheck takes an object for its maker's
   * own, and never switches threads at its fields, until it has seen it stored where others could
   * find it, and does not see that a thread was given it.
   */
  public static <T> T shared(T object) {
    found = object;
    return object;
  }

  /** What was marked last. */
  static Object found() {
    return found;
  }

  /** Runs these side by side, to the end of each. */
  public static void sideBySide(Runnable... works) {
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Runnable work : works) {
      Thread thread = new Thread(work);
      thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    threads.forEach(Interleavings::join);
    must("no thread fails", failures::isEmpty);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A plain check: whatever runs in a scenario is watched step by step, and should be little. */
  public static void must(String what, BooleanSupplier holds) {
    if (!holds.getAsBoolean()) {
      throw new AssertionError("does not hold: " + what);
    }
  }
}
