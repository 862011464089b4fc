package io.replog.benchmarks.jmh;

import io.replog.core.append.AppendOutcome;
import io.replog.core.append.Draft;
import io.replog.core.append.Sequencer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
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

/**
 * Places for one group of requests of one message each, of which nothing is stored. An id that a
 * client gave is looked for in the log.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SequencerBenchmark {
  @Param({"1", "32"})
  int group;

  @Param({"true", "false"})
  boolean minted;

  private final byte[] message = "m".repeat(100).getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public AppendOutcome place(LogOnDisk disk) {
    Sequencer sequencer =
        new Sequencer(disk.log(), System.currentTimeMillis(), ThreadLocalRandom.current());
    AppendOutcome last = null;
    for (int i = 0; i < group; i++) {
      Optional<String> id =
          minted
              ? Optional.empty()
              : Optional.of(new UUID(i, ThreadLocalRandom.current().nextLong()).toString());
      last = sequencer.place(List.of(new Draft(id, message)));
    }
    return last;
  }
}
