package io.replog.cluster.nodes.process;

import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a node's jar is started: as users start it, with the JVM that runs the tests. */
final class Program {

  private Program() {}

  /**
   * @param temp where the process may put temporary files
   */
  static List<String> command(Node node, Path temp) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path options = Checkout.root().resolve("jvm.options");
    if (Files.exists(options)) {
      command.add("@" + options);
    }
    command.add("-Djava.io.tmpdir=" + temp);
    command.add("-jar");
    command.add(jar(node).toString());
    return command;
  }

  private static Path jar(Node node) {
    String name = node.isMaster() ? "master-service" : "secondary-service";
    Path jar = Checkout.root().resolve(name).resolve("target").resolve(name + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; build it first");
    }
    return jar;
  }
}
