package io.replog.cluster.failover;

import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How an equal node is started: with the AOT cache of a rehearsal where there is one, and with the
 * JVM that runs the tests.
 */
final class EqualProgram {

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final boolean PREPARED = prepare();

  private EqualProgram() {}

  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(JAVA_HOME, "bin", "java").toString());
    command.add("@" + Checkout.root().resolve("jvm.options"));
    if (PREPARED) {
      Path prepared = Checkout.root().resolve("target/prepared");
      command.add("-XX:AOTCache=" + prepared.resolve("node.aot"));
      command.addAll(List.of("-jar", prepared.resolve("node/node-service.jar").toString()));
    } else {
      command.addAll(List.of("-jar", jar().toString()));
    }
    return command;
  }

  private static Path jar() {
    Path jar = Checkout.root().resolve("node-service/target/node-service.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; build it first");
    }
    return jar;
  }

  /** Rehearses once for each build; nodes start slower where the machine or the JVM cannot. */
  private static boolean prepare() {
    try {
      ProcessBuilder script =
          new ProcessBuilder(
              "bash",
              "-c",
              "SERVICES=(node); . scripts/lib/nodes.sh && prepare_services && is_prepared node");
      script.environment().put("JAVA_HOME", JAVA_HOME);
      script.directory(Checkout.root().toFile()).redirectErrorStream(true);
      script.redirectOutput(Checkout.logs("rehearsal").resolve("equal-nodes.log").toFile());
      return script.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
