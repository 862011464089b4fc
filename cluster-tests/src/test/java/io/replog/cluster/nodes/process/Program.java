package io.replog.cluster.nodes.process;

import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node is started: as {@code scripts/up} starts it, with the AOT cache of a rehearsal where
 * there is one, and with the JVM that runs the tests.
 */
public final class Program {

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final boolean PREPARED = prepare();

  private Program() {}

  /**
   * @param service {@code master}, {@code secondary} or {@code node}
   * @param temp where the process may put temporary files
   * @param extracted whether the node may run from the extracted jar, with the AOT cache
   */
  public static List<String> command(String service, Path temp, boolean extracted) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(JAVA_HOME, "bin", "java").toString());
    command.add("@" + Checkout.root().resolve("jvm.options"));
    command.add("-Djava.io.tmpdir=" + temp);
    if (extracted && PREPARED) {
      Path prepared = Checkout.root().resolve("target/prepared");
      command.add("-XX:AOTCache=" + prepared.resolve(service + ".aot"));
      command.addAll(
          List.of("-jar", prepared.resolve(service).resolve(jarName(service)).toString()));
    } else {
      command.addAll(List.of("-jar", jar(service).toString()));
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
              """
              SERVICES=(master secondary node)
              . scripts/lib/nodes.sh
              prepare_services
              is_prepared "${SERVICES[@]}"
              """);
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

  private static Path jar(String service) {
    Path jar = Checkout.root().resolve(service + "-service/target").resolve(jarName(service));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; build it first");
    }
    return jar;
  }

  private static String jarName(String service) {
    return service + "-service.jar";
  }
}
