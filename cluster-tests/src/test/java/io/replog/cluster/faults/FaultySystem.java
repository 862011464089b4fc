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
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;

/**
 * The operating system below one node, as it seems to that node: with a disk that fails and a clock
 * that jumps when told to. Works by a library that is loaded before the C library.
 */
public final class FaultySystem {

  /** What of the disk may fail, by its place in the file that the library shares. */
  public enum Disk {
    SYNC(0),
    WRITE(1);

    private final int place;

    Disk(int place) {
      this.place = place;
    }
  }

  private static final int CLOCK_PLACE = 2;
  private static final int PLACES = 3;

  /** The number of "no space left on device", on Linux. */
  private static final int ENOSPC = 28;

  private static final int EIO = 5;

  private static Path library;

  private final Path control;

  private FaultySystem(Path control) {
    this.control = control;
  }

  /** From its next start on, {@code node} runs on such a system, which is sound at first. */
  static FaultySystem below(ProcessCluster cluster, Node node) throws IOException {
    Optional<String> lack = lack();
    need(lack.isEmpty(), lack.orElse(""));
    Path data = cluster.data(node);
    return below(
        data, data.resolveSibling("faults"), (name, value) -> cluster.set(node, name, value));
  }

  /**
   * The same of any node.
   *
   * @param data what fails
   * @param control a file that only this uses
   * @param environment takes what the node needs to be started with
   */
  public static FaultySystem below(Path data, Path control, BiConsumer<String, String> environment)
      throws IOException {
    Files.write(control, new byte[PLACES * Long.BYTES]);
    environment.accept("LD_PRELOAD", library().toString());
    environment.accept("FAULTS_CONTROL", control.toString());
    environment.accept("FAULTS_UNDER", data + "/");
    return new FaultySystem(control);
  }

  /** Why there can be no such system here; empty if there can. */
  public static Optional<String> lack() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return Optional.of("libraries are loaded in advance on Linux only");
    }
    Command gcc = Command.run(List.of("gcc", "--version"));
    return gcc.succeeded() ? Optional.empty() : Optional.of("there is no gcc: " + gcc.output());
  }

  /** Every such call on the node's data fails from now on with EIO, or no longer. */
  public void fail(Disk call, boolean fails) throws IOException {
    put(call.place, fails ? EIO : 0);
  }

  /** No space is left on the node's disk from now on, or there is again. */
  public void fill(boolean full) throws IOException {
    put(Disk.WRITE.place, full ? ENOSPC : 0);
  }

  /** How far the wall's clock is off from now on. */
  public void shiftClock(Duration offset) throws IOException {
    put(CLOCK_PLACE, offset.toSeconds());
  }

  private void put(int place, long value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(value).flip();
    try (FileChannel file = FileChannel.open(control, StandardOpenOption.WRITE)) {
      file.write(bytes, (long) place * Long.BYTES);
    }
  }

  /** Compiled once by each JVM that tests. */
  private static synchronized Path library() throws IOException {
    if (library == null) {
      library = compile();
    }
    return library;
  }

  private static Path compile() throws IOException {
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
