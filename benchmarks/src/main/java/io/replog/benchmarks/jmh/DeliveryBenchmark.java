package io.replog.benchmarks.jmh;

import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

/** The compact body between nodes: one delivery of entries with messages of 100 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DeliveryBenchmark {
  @Param({"1", "32", "1000"})
  int entries;

  private Delivery delivery;
  private byte[] encoded;

  @Setup
  public void make() {
    byte[] message = "m".repeat(100).getBytes(StandardCharsets.UTF_8);
    List<LogEntry> all = new ArrayList<>();
    long checksum = LogEntry.EMPTY_LOG_CHECKSUM;
    for (int order = 0; order < entries; order++) {
      byte[] id = MintedId.of(order, 1_700_000_000_000L, 5).getBytes(StandardCharsets.UTF_8);
      LogEntry entry = LogEntry.chained(checksum, order, id, message);
      checksum = entry.checksum();
      all.add(entry);
    }
    delivery = new Delivery(3, "", "5e1f1c7e-0000-4000-8000-000000000001", all);
    encoded = DeliveryCodec.encode(delivery);
  }

  @Benchmark
  public byte[] encode() {
    return DeliveryCodec.encode(delivery);
  }

  @Benchmark
  public Delivery decode() {
    return DeliveryCodec.decode(encoded);
  }
}
