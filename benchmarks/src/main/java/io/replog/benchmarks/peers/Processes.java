package io.replog.benchmarks.peers;

import io.replog.benchmarks.cluster.Child;
import io.replog.benchmarks.cluster.Cluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of one peer. */
final class Processes implements AutoCloseable {
  private static final int CONNECT_MILLIS = 500;

  private final Path folder;
  private final List<Child> children = new ArrayList<>();

  Processes(Path folder) {
    this.folder = folder;
  }

  /** Starts a server; its output goes to a file of the folder. */
  Child start(String name, List<String> command) throws IOException {
    Child child = Child.start(folder, folder.resolve(name + ".log"), Map.of(), command);
    children.add(child);
    return child;
  }

  void awaitPort(int port) throws InterruptedException {
    Cluster.await("port " + port, 30, () -> listens(port));
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
