package io.replog.benchmarks.jmh;

import io.replog.benchmarks.cluster.Machine;
import io.replog.core.append.AppendOutcome;
import io.replog.core.append.Draft;
import io.replog.core.append.Sequencer;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.util.FileSystemUtils;

/** A group of messages on its way into a log, with ids that the log mints or that clients give. */
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LogBenchmark extends MicroBenchmark {
  @Param({"1", "32", "1000"})
  int group;

  @Param({"true", "false"})
  boolean minted;

  private final byte[] message = "m".repeat(100).getBytes(StandardCharsets.UTF_8);
  private Path folder;
  private DurableLog log;

  @Setup
  public void open() throws IOException {
    folder = Machine.folderOnDisk(Path.of(System.getProperty("java.io.tmpdir")));
    log = new DurableLog(RocksStorage.open(folder, RocksSettings.defaults()));
  }

  @TearDown
  public void close() throws IOException {
    log.close();
    FileSystemUtils.deleteRecursively(folder);
  }

  /** Orders for requests of one message each, of which nothing is stored; looks given ids up. */
  @Benchmark
  public AppendOutcome sequence() {
    Sequencer sequencer =
        new Sequencer(log, System.currentTimeMillis(), ThreadLocalRandom.current());
    AppendOutcome last = null;
    for (int i = 0; i < group; i++) {
      Optional<String> id = minted ? Optional.empty() : Optional.of(givenId());
      last = sequencer.place(List.of(new Draft(id, message)));
    }
    return last;
  }

  /** One synced commit. */
  @Benchmark
  public long commit() {
    Commit commit = new Commit();
    long checksum = log.checksum();
    for (int i = 0; i < group; i++) {
      long order = log.length() + i;
      String id = minted ? MintedId.of(order, 1_700_000_000_000L, 5) : givenId();
      byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
      LogEntry entry = LogEntry.chained(checksum, order, idBytes, message);
      checksum = entry.checksum();
      commit.append(entry);
    }
    log.commit(commit);
    return checksum;
  }

  private static String givenId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
