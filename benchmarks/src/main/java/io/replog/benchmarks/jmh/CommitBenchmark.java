package io.replog.benchmarks.jmh;

import io.replog.benchmarks.cluster.WorkDir;
import io.replog.log.DurableLog;
import io.replog.log.rocksdb.RocksSettings;
import io.replog.log.rocksdb.RocksStorage;
import io.replog.log.storage.Commit;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
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
  private WorkDir folder;
  private DurableLog log;

  @Setup
  public void open() throws IOException {
    folder =
        WorkDir.under(
            List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("benchmarks/target")));
    Path data = folder.path().resolve("log");
    log = new DurableLog(RocksStorage.open(data, RocksSettings.defaults()));
  }

  @TearDown
  public void close() {
    log.close();
    folder.close();
  }

  @Benchmark
  public long commit() {
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
