package io.replog.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads Linux's /proc; where there is none the answers are empty (-1). */
public final class Proc {
  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /** Memory of a process that is in RAM, in bytes. */
  public static long residentBytes(long pid) {
    return status(pid, "VmRSS:");
  }

  private static long status(long pid, String field) {
    try (Stream<String> lines = Files.lines(ROOT.resolve(pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Processor ticks used by this process and those it started that still run. */
  static long ownTicks() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .mapToLong(handle -> ticks(handle.pid()))
        .sum();
  }

  /** Processor ticks that the whole machine was busy, and those it had. */
  static long[] machineTicks() {
    try (Stream<String> lines = Files.lines(ROOT.resolve("stat"))) {
      long[] all =
          Stream.of(lines.findFirst().orElseThrow().trim().split("\\s+"))
              .skip(1)
              .limit(8)
              .mapToLong(Long::parseLong)
              .toArray();
      long total = java.util.Arrays.stream(all).sum();
      return new long[] {total - all[3] - all[4], total};
    } catch (IOException e) {
      return new long[] {0, 0};
    }
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(ROOT.resolve(pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      // utime and stime; children that were waited for (cutime, cstime) had their share before.
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException e) {
      return 0;
    }
  }
}
