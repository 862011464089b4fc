package io.replog.cluster.nodes.process;

import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node is started: as {@code scripts/up} starts it, with the AOT cache of a rehearsal where
 * there is one, and with the JVM that runs the tests.
 */
final class Program {

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final boolean PREPARED = prepare();

  private Program() {}

  /**
   * @param temp where the process may put temporary files
   * @param extracted whether the node may run from the extracted jar, with the AOT cache
   */
  static List<String> command(Node node, Path temp, boolean extracted) {
    String role = node.isMaster() ? "master" : "secondary";
    List<String> command = new ArrayList<>();
    command.add(Path.of(JAVA_HOME, "bin", "java").toString());
    command.add("@" + Checkout.root().resolve("jvm.options"));
    command.add("-Djava.io.tmpdir=" + temp);
    if (extracted && PREPARED) {
      Path prepared = Checkout.root().resolve("target/prepared");
      command.add("-XX:AOTCache=" + prepared.resolve(role + ".aot"));
      command.addAll(List.of("-jar", prepared.resolve(role).resolve(jarName(role)).toString()));
    } else {
      command.addAll(List.of("-jar", jar(role).toString()));
    }
    return command;
  }

  /** Rehearses once for each build; nodes start slower where the machine or the JVM cannot. */
  private static boolean prepare() {
    try {
      ProcessBuilder script =
          new ProcessBuilder(
              "bash",
              "-c",
              ". scripts/lib/nodes.sh && prepare_services && is_prepared \"${SERVICES[@]}\"");
      script.environment().put("JAVA_HOME", JAVA_HOME);
      script.directory(Checkout.root().toFile()).redirectErrorStream(true);
      script.redirectOutput(Checkout.logs("rehearsal").resolve("rehearsal.log").toFile());
      return script.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Path jar(String role) {
    Path jar = Checkout.root().resolve(role + "-service/target").resolve(jarName(role));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; build it first");
    }
    return jar;
  }

  private static String jarName(String role) {
    return role + "-service.jar";
  }
}
