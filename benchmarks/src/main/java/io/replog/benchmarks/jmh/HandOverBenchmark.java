package io.replog.benchmarks.jmh;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** To wake a thread that waits, and to be woken by it: two hand-overs. */
@BenchmarkMode(Mode.SampleTime)
public class HandOverBenchmark extends MicroBenchmark {
  @Param({"platform", "virtual"})
  String other;

  private volatile Thread caller;
  private volatile boolean asked;
  private Thread answering;

  @Setup
  public void start() {
    Runnable answer =
        () -> {
          while (!Thread.interrupted()) {
            if (asked) {
              asked = false;
              LockSupport.unpark(caller);
            } else {
              LockSupport.park(this);
            }
          }
        };
    answering =
        other.equals("virtual")
            ? Thread.ofVirtual().start(answer)
            : Thread.ofPlatform().daemon().start(answer);
  }

  @TearDown
  public void stop() throws InterruptedException {
    answering.interrupt();
    answering.join();
  }

  @Benchmark
  public void thereAndBack() {
    caller = Thread.currentThread();
    asked = true;
    LockSupport.unpark(answering);
    while (asked) {
      LockSupport.park(this);
    }
  }
}
