package io.replog.benchmarks.jmh;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One synced commit of a group of entries, with ids that the log minted or that clients gave. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CommitBenchmark {
  @Param({"1", "32", "1000"})
  int group;

  @Param({"true", "false"})
  boolean minted;

  private final byte[] message = "m".repeat(100).getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public long commit(LogOnDisk disk) {
    DurableLog log = disk.log();
    Commit commit = new Commit();
    long checksum = log.checksum();
    for (int i = 0; i < group; i++) {
      long order = log.length() + i;
      LogEntry entry = LogEntry.chained(checksum, order, id(order), message);
      checksum = entry.checksum();
      commit.append(entry);
    }
    log.commit(commit);
    return checksum;
  }

  private byte[] id(long order) {
    String id = minted ? MintedId.of(order, 1_700_000_000_000L, 5) : UUID.randomUUID().toString();
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
