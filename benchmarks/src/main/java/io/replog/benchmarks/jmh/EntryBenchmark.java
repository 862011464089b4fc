package io.replog.benchmarks.jmh;

import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one entry costs the master to make and a secondary to check. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntryBenchmark {
  private static final long BEFORE = 0x1234_5678_9abc_def0L;

  @Param({"100", "10000"})
  int bytes;

  // Not final: the compiler must not compute results beforehand.
  private long order = 17;
  private long now = 1_700_000_000_000L;
  private byte[] id;
  private byte[] message;
  private LogEntry entry;

  @Setup
  public void make() {
    id = MintedId.of(order, now, 5).getBytes(StandardCharsets.UTF_8);
    message = "m".repeat(bytes).getBytes(StandardCharsets.UTF_8);
    entry = LogEntry.chained(BEFORE, order, id, message);
  }

  @Benchmark
  public LogEntry encodeAndChain() {
    return LogEntry.chained(BEFORE, order, id, message);
  }

  @Benchmark
  public boolean checkChain() {
    return entry.follows(BEFORE);
  }

  @Benchmark
  public String mintId() {
    return MintedId.of(order, now, 5);
  }
}
