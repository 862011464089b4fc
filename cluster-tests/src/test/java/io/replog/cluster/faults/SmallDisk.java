package io.replog.cluster.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes, in memory. A part of it is taken by a file, so that there is
 * something to be deleted once the disk is full.
 */
final class SmallDisk implements AutoCloseable {

  private static final int MIB = 1 << 20;

  private final Path mountPoint;

  /** After Ctrl-C. */
  private final Thread atLast = new Thread(this::unmount);

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
    Runtime.getRuntime().addShutdownHook(atLast);
  }

  /** Gives up the test where this user may not mount anything. */
  static SmallDisk mount(int megabytes, int taken) throws IOException {
    Path mountPoint = Files.createTempDirectory("replog-small-disk-");
    Command mount =
        Command.run(
            List.of(
                "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", "" + mountPoint));
    if (!mount.succeeded()) {
      Files.delete(mountPoint);
      String reason = "no small disk can be mounted here: " + mount.output();
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    SmallDisk disk = new SmallDisk(mountPoint);
    disk.take(taken);
    return disk;
  }

  private void take(int megabytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast())) {
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[MIB]);
      }
    }
  }

  private Path ballast() {
    return mountPoint.resolve("taken-by-others");
  }

  /** For a node's data. */
  Path folder() {
    return mountPoint.resolve("data");
  }

  void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  /** Also while a node still runs on it; the memory is given back when that ends. */
  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(atLast);
    Command unmount = unmount();
    if (!unmount.succeeded()) {
      throw new IOException(unmount.output());
    }
    Files.delete(mountPoint);
  }

  private Command unmount() {
    return Command.run(List.of("umount", "-l", mountPoint.toString()));
  }
}
