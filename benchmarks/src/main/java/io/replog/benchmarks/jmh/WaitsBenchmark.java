package io.replog.benchmarks.jmh;

import io.replog.master.append.Acknowledgements;
import io.replog.master.append.PendingWrites;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writers at w=2 wait and are released by one acknowledgement of a group, beside writers at w=3
 * whom nothing releases.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WaitsBenchmark {
  private static final int GROUP = 32;

  @Param({"0", "10000"})
  int blocked;

  private final Secondary fast = new Secondary("fast");
  private final Secondary dead = new Secondary("dead");
  private final PendingWrites pending =
      new PendingWrites(new Acknowledgements("master", () -> List.of(fast, dead)));

  private static final class Secondary implements Acknowledgements.Source {
    private final String id;
    private long acked;

    Secondary(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public long acked() {
      return acked;
    }
  }

  @Setup
  public void block() {
    for (int i = 0; i < blocked; i++) {
      pending.await(i, 3, Optional.empty());
    }
    fast.acked = blocked;
  }

  @Benchmark
  @OperationsPerInvocation(GROUP)
  public CompletableFuture<PendingWrites.End> release() {
    long before = fast.acked;
    CompletableFuture<PendingWrites.End> last = null;
    for (int i = 0; i < GROUP; i++) {
      last = pending.await(before + i, 2, Optional.empty());
    }
    fast.acked = before + GROUP;
    pending.acknowledged(before, fast.acked);
    return last;
  }
}
