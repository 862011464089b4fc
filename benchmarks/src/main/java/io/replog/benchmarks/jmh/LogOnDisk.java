package io.replog.benchmarks.jmh;

import io.replog.benchmarks.cluster.WorkDir;
import io.replog.log.DurableLog;
import io.replog.log.rocksdb.RocksSettings;
import io.replog.log.rocksdb.RocksStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A log in a folder of its own, empty at first, which is deleted afterwards. */
@State(Scope.Benchmark)
public class LogOnDisk {
  private WorkDir folder;
  private DurableLog log;

  public DurableLog log() {
    return log;
  }

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
}
