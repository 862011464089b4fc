package io.replog.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory on a real disk, deleted with all that was put into it. */
public final class WorkDir implements AutoCloseable {
  private final Path path;

  private WorkDir(Path path) {
    this.path = path;
  }

  /**
   * Makes one under the first of these folders that is no file system in memory: on such a one an
   * fsync costs nothing, and figures would be too good.
   */
  public static WorkDir under(List<Path> folders) throws IOException {
    for (Path folder : folders) {
      Files.createDirectories(folder);
      if (!Files.getFileStore(folder).type().equals("tmpfs")) {
        return new WorkDir(Files.createTempDirectory(folder, "replog-bench-"));
      }
    }
    throw new IOException("all of these are file systems in memory; give a folder: " + folders);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
  }

  public static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + tree + " (" + e + ")");
    }
  }

  /** Bytes of all files under a folder. */
  public static long size(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
