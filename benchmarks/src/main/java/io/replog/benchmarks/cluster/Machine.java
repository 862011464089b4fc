package io.replog.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What is asked of the machine: ports, folders, and what Linux's /proc says (-1 or 0 elsewhere).
 */
public final class Machine {
  // Below the ports that the system gives to outgoing connections, which would take them again.
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(20_000, 30_000));

  private Machine() {}

  /** A port that nobody listens on; never the same twice. */
  static int freePort() {
    while (true) {
      int port = NEXT_PORT.getAndIncrement();
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one may be free.
      }
    }
  }

  /**
   * Makes a folder below this one, which must not be a file system in memory: on such a one an
   * fsync costs nothing, and figures would be too good.
   */
  public static Path folderOnDisk(Path parent) throws IOException {
    Files.createDirectories(parent);
    if (Files.getFileStore(parent).type().equals("tmpfs")) {
      throw new IOException(parent + " is a file system in memory; give another folder");
    }
    return Files.createTempDirectory(parent, "replog-bench-");
  }

  public static String processor() {
    return line("cpuinfo", "model name")
        .map(line -> line.replaceFirst(".*: ", ""))
        .orElse("unknown");
  }

  /** Memory of a process that is in RAM, in bytes. */
  static long residentBytes(long pid) {
    Optional<String> kibibytes = line(pid + "/status", "VmRSS:");
    return kibibytes.map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).orElse(-1L);
  }

  private static Optional<String> line(String file, String start) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", file))) {
      return lines.filter(line -> line.startsWith(start)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What share of the machine others take while something is measured: processes that are not of
   * this program, and the kernel's own threads. Figures taken beside a busy neighbour say little.
   */
  public static final class OtherLoad {
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISKS = 4;
    private static final int STATES = 8;
    // Linux counts in hundredths of a second here, whatever its own clock's rate.
    private static final double TICK_NANOS = 1e7;

    private final long own = ownNanos();
    private final long[] ticks = ticks();

    /** Percent of all cores since this was made. */
    public double percent() {
      long[] now = ticks();
      Arrays.setAll(now, state -> now[state] - ticks[state]);
      double all = Arrays.stream(now).sum();
      double busy = all - now[IDLE] - now[WAITING_FOR_DISKS];
      double others = busy - (ownNanos() - own) / TICK_NANOS;
      return all == 0 ? 0 : Math.max(0, 100 * others / all);
    }

    /** Processor time used by this process and those it started that still run. */
    private static long ownNanos() {
      ProcessHandle self = ProcessHandle.current();
      return Stream.concat(Stream.of(self), self.descendants())
          .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
          .mapToLong(Duration::toNanos)
          .sum();
    }

    /** Ticks of all cores since the machine started, by what they were spent on. */
    private static long[] ticks() {
      String[] fields = line("stat", "cpu ").orElse("").split("\\s+");
      return Arrays.copyOf(
          Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray(), STATES);
    }
  }
}
