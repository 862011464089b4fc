package io.replog.benchmarks.jmh;

import io.replog.core.acknowledgement.Acknowledgements;
import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Progress;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Window;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Writers at w=2 wait and are released by one acknowledgement of a group, beside writers at w=3
 * whom nothing releases.
 */
public class WaitsBenchmark extends MicroBenchmark {
  private static final int GROUP = 32;

  @Param({"0", "10000"})
  int blocked;

  private static final int PLACES = 20_000;

  private final Secondary fast = secondary("fast");
  private final Secondary dead = secondary("dead");
  private final PendingWrites pending =
      new PendingWrites(
          new Acknowledgements("master", () -> List.of(fast, dead)), () -> false, PLACES);

  private static Secondary secondary(String id) {
    Secondary secondary =
        new Secondary(
            id,
            URI.create("http://" + id),
            true,
            new FailureDetector.Patience(1, 1),
            new Window(1, 1, Integer.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0));
    secondary.progress().connected(0, "run");
    return secondary;
  }

  @Setup
  public void block() {
    for (int i = 0; i < blocked; i++) {
      pending.reserve();
      pending.await(new Range(i, i + 1), 3, Optional.empty(), true);
    }
    acknowledge(blocked);
  }

  private void acknowledge(long prefix) {
    Progress progress = fast.progress();
    if (progress.next(prefix, System.nanoTime()) instanceof Progress.Send send) {
      pending.acknowledged(progress.acknowledged(send, prefix));
      progress.returned(send, System.nanoTime());
    }
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public CompletableFuture<PendingWrites.End> release() {
    long before = fast.acknowledged();
    CompletableFuture<PendingWrites.End> last = null;
    for (int i = 0; i < GROUP; i++) {
      pending.reserve();
      last = pending.await(new Range(before + i, before + i + 1), 2, Optional.empty(), true);
    }
    acknowledge(before + GROUP);
    return last;
  }
}
