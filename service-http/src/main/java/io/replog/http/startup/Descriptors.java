package io.replog.http.startup;

import com.sun.management.UnixOperatingSystemMXBean;
import io.replog.http.settings.ConfigurationException;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URL;

/**
 * Divides the process's file descriptors between the log's files and connections. Connections that
 * wait to be accepted need none.
 *
 * @param limit what {@code ulimit -n} says
 * @param libraries jars that the JVM keeps open beside the one it runs
 */
public record Descriptors(long limit, int libraries) {

  /** The fewest files that RocksDB works with. */
  static final int LEAST_FILES = 20;

  /** The fewest connections that a node can do its work with. */
  static final int LEAST_CONNECTIONS = 32;

  /** For the JVM, RocksDB's logs and new files, and connections to other nodes. */
  static final int RESERVED = 128;

  private static final int LEAST = RESERVED + LEAST_FILES + LEAST_CONNECTIONS;

  public Descriptors(long limit) {
    this(limit, 0);
  }

  public static Descriptors ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
            && os.getMaxFileDescriptorCount() > 0
        ? new Descriptors(os.getMaxFileDescriptorCount(), librariesOfThisProcess())
        : new Descriptors(Long.MAX_VALUE);
  }

  /** None in an executable jar, which holds its libraries; an extracted one has them beside it. */
  private static int librariesOfThisProcess() {
    URL mine = Descriptors.class.getProtectionDomain().getCodeSource().getLocation();
    if (!mine.getProtocol().equals("file") || !mine.getPath().endsWith(".jar")) {
      return 0;
    }
    String[] beside =
        new File(mine.getPath()).getParentFile().list((folder, name) -> name.endsWith(".jar"));
    return beside == null ? 0 : beside.length;
  }

  /** How many files of the log may be open, at most {@code wanted}. */
  public int files(int wanted) {
    return (int) Math.min(wanted, Math.max(LEAST_FILES, limit / 8));
  }

  /** How many connections may be open beside {@code files} files, at most {@code wanted}. */
  public int connections(int wanted, int files) {
    int least = LEAST + libraries;
    if (limit < least) {
      throw new ConfigurationException(
          "ulimit -n = %d: a node needs %d open files at least; raise the limit"
              .formatted(limit, least));
    }
    return (int) Math.min(wanted, limit - RESERVED - libraries - files(files));
  }
}
