package io.replog.cluster.nodes.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the nodes that still run when the JVM of the tests ends, as after Ctrl-C. */
public final class Leftovers {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private Leftovers() {}

  public static void watch(Process process) {
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
  }
}
