package io.replog.cluster.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the repository that the tests run in. */
public final class Checkout {

  private static final Path ROOT = findRoot();

  private Checkout() {}

  public static Path root() {
    return ROOT;
  }

  /** The directory that keeps the logs of one cluster's nodes. */
  public static Path logs(String cluster) {
    try {
      return Files.createDirectories(ROOT.resolve("cluster-tests/target/logs").resolve(cluster));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Upwards from the directory that Maven or an IDE runs the tests in. */
  private static Path findRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("master-service"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("not run inside of the repository");
      }
    }
    return directory;
  }
}
