package io.replog.cluster.faults;

import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/**
 * The operating system below one node, as it seems to that node: with a disk that fails and a clock
 * that jumps when told to. Works by a library that is loaded before the C library.
 */
final class FaultySystem {

  /** What of the disk may fail, by its place in the file that the library shares. */
  enum Disk {
    SYNC(0),
    WRITE(1);

    private final int place;

    Disk(int place) {
      this.place = place;
    }
  }

  private static final int CLOCK_PLACE = 2;
  private static final int PLACES = 3;

  private static Path library;

  private final Path control;

  private FaultySystem(Path control) {
    this.control = control;
  }

  /** From its next start on, {@code node} runs on such a system, which is sound at first. */
  static FaultySystem below(ProcessCluster cluster, Node node) throws IOException {
    Path library = library();
    Path data = cluster.data(node);
    Path control = data.resolveSibling("faults");
    Files.write(control, new byte[PLACES * Long.BYTES]);
    cluster.set(node, "LD_PRELOAD", library.toString());
    cluster.set(node, "FAULTS_CONTROL", control.toString());
    cluster.set(node, "FAULTS_UNDER", data + "/");
    return new FaultySystem(control);
  }

  /** Every such call on the node's data fails from now on with EIO, or no longer. */
  void fail(Disk call, boolean fails) throws IOException {
    put(call.place, fails ? 1 : 0);
  }

  /** How far the wall's clock is off from now on. */
  void shiftClock(Duration offset) throws IOException {
    put(CLOCK_PLACE, offset.toSeconds());
  }

  private void put(int place, long value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(value).flip();
    try (FileChannel file = FileChannel.open(control, StandardOpenOption.WRITE)) {
      file.write(bytes, (long) place * Long.BYTES);
    }
  }

  /** Compiled once by each JVM that tests; gives up the test where it cannot be. */
  private static synchronized Path library() throws IOException {
    if (library == null) {
      library = compile();
    }
    return library;
  }

  private static Path compile() throws IOException {
    need(
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
        "libraries are loaded in advance on Linux only");
    Path source = Checkout.root().resolve("cluster-tests/src/test/native/faults.c");
    Path folder = Checkout.root().resolve("cluster-tests/target/native");
    Files.createDirectories(folder);
    Path library = folder.resolve("faults-%d.so".formatted(ProcessHandle.current().pid()));
    Command gcc =
        Command.run(
            List.of(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-o",
                "" + library,
                "" + source,
                "-ldl"));
    need(gcc.exit() != 127, "there is no gcc: " + gcc.output());
    if (!gcc.succeeded()) {
      throw new IOException("gcc failed: " + gcc.output());
    }
    return library;
  }

  private static void need(boolean there, String reason) {
    if (!there) {
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
  }
}
