package io.replog.http.startup;

import com.sun.management.UnixOperatingSystemMXBean;
import io.replog.http.settings.ConfigurationException;
import java.lang.management.ManagementFactory;

/**
 * Divides the process's file descriptors between the log's files and connections. Connections that
 * wait to be accepted need none.
 *
 * @param limit what {@code ulimit -n} says
 */
public record Descriptors(long limit) {

  /** The fewest files that RocksDB works with. */
  static final int LEAST_FILES = 20;

  /** The fewest connections that a node can do its work with. */
  static final int LEAST_CONNECTIONS = 32;

  /** For the JVM, RocksDB's logs and new files, and connections to other nodes. */
  static final int RESERVED = 128;

  private static final int LEAST = RESERVED + LEAST_FILES + LEAST_CONNECTIONS;

  public static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
            && os.getMaxFileDescriptorCount() > 0
        ? new Descriptors(os.getMaxFileDescriptorCount())
        : new Descriptors(Long.MAX_VALUE);
  }

  /** How many files of the log may be open, at most {@code wanted}. */
  public int files(int wanted) {
    return (int) Math.min(wanted, Math.max(LEAST_FILES, limit / 8));
  }

  /** How many connections may be open beside {@code files} files, at most {@code wanted}. */
  public int connections(int wanted, int files) {
    if (limit < LEAST) {
      throw new ConfigurationException(
          "ulimit -n = %d: a node needs %d open files at least; raise the limit"
              .formatted(limit, LEAST));
    }
    return (int) Math.min(wanted, limit - RESERVED - files(files));
  }
}
