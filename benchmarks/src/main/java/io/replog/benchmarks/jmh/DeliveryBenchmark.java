package io.replog.benchmarks.jmh;

import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What entries with messages of 100 bytes cost: the master to make and a secondary to check, and
 * both as the compact body of one delivery.
 */
public class DeliveryBenchmark extends MicroBenchmark {
  @Param({"1", "32", "1000"})
  int entries;

  private final byte[] message = "m".repeat(100).getBytes(StandardCharsets.UTF_8);
  private Delivery delivery;
  private byte[] encoded;

  @Setup
  public void make() {
    delivery = new Delivery(3, "", "5e1f1c7e-0000-4000-8000-000000000001", chain());
    encoded = DeliveryCodec.encode(delivery);
  }

  @Benchmark
  public List<LogEntry> chain() {
    List<LogEntry> all = new ArrayList<>();
    long checksum = LogEntry.EMPTY_LOG_CHECKSUM;
    for (int order = 0; order < entries; order++) {
      byte[] id = MintedId.of(order, 1_700_000_000_000L, 5).getBytes(StandardCharsets.UTF_8);
      LogEntry entry = LogEntry.chained(checksum, order, id, message);
      checksum = entry.checksum();
      all.add(entry);
    }
    return all;
  }

  @Benchmark
  public boolean check() {
    boolean good = true;
    long checksum = LogEntry.EMPTY_LOG_CHECKSUM;
    for (LogEntry entry : delivery.entries()) {
      good &= entry.follows(checksum);
      checksum = entry.checksum();
    }
    return good;
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
