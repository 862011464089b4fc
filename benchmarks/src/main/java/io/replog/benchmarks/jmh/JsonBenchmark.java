package io.replog.benchmarks.jmh;

import io.replog.http.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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

/** Reading the body of a post. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {
  private static final Set<String> FIELDS = Set.of("message", "w", "id", "timeout_ms");

  @Param({"100", "10000"})
  int bytes;

  private byte[] body;

  @Setup
  public void make() {
    String json = "{\"message\":\"" + "m".repeat(bytes) + "\",\"w\":3}";
    body = json.getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public String readPost() {
    return StrictJson.object(body).allow(FIELDS).text("message").orElseThrow();
  }
}
