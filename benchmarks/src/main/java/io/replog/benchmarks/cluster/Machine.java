package io.replog.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What is asked of the machine: free ports, and what Linux's /proc says (-1 or 0 elsewhere). */
public final class Machine {
  // Below the ports that the system gives to outgoing connections, which would take them again.
  private static final int LOWEST_PORT = 20_000;
  private static final int HIGHEST_PORT = 30_000;
  private static final Path PROC = Path.of("/proc");

  private Machine() {}

  /** Ports that nobody listens on. */
  public static List<Integer> freePorts(int count) {
    Set<Integer> found = new LinkedHashSet<>();
    while (found.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        found.add(free.getLocalPort());
      } catch (IOException e) {
        // Taken: the next draw finds another.
      }
    }
    return List.copyOf(found);
  }

  public static String processor() {
    try (Stream<String> lines = Files.lines(PROC.resolve("cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Memory of a process that is in RAM, in bytes. */
  public static long residentBytes(long pid) {
    try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * What share of the machine others take while something is measured: processes that are not of
   * this program, and the kernel's own threads. Figures taken beside a busy neighbour say little.
   */
  public static final class OtherLoad {
    private final long own = ownTicks();
    private final long[] machine = machineTicks();

    /** Percent of all cores since this was made. */
    public double percent() {
      long[] now = machineTicks();
      long total = now[1] - machine[1];
      long others = now[0] - machine[0] - (ownTicks() - own);
      return total == 0 ? 0 : Math.max(0, 100.0 * others / total);
    }
  }

  /** Processor ticks used by this process and those it started that still run. */
  private static long ownTicks() {
    return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
        .mapToLong(handle -> ticks(handle.pid()))
        .sum();
  }

  /** Processor ticks that the whole machine was busy, and those it had. */
  private static long[] machineTicks() {
    try (Stream<String> lines = Files.lines(PROC.resolve("stat"))) {
      String[] fields = lines.findFirst().orElseThrow().trim().split("\\s+");
      long[] all = Arrays.stream(fields).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
      long total = Arrays.stream(all).sum();
      return new long[] {total - all[3] - all[4], total};
    } catch (IOException e) {
      return new long[] {0, 0};
    }
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      // utime and stime; children that were waited for (cutime, cstime) had their share before.
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException e) {
      return 0;
    }
  }
}
