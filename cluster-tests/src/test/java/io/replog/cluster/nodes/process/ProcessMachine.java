package io.replog.cluster.nodes.process;

import io.replog.cluster.nodes.Machine;
import io.replog.cluster.nodes.NodeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node as a process of its own; signals go to its own handle only. */
final class ProcessMachine implements Machine {

  private static final int PATIENCE_SECONDS = 60;

  /** The setting that limits how many files a node may open ({@code ulimit -n}). */
  private static final String OPEN_FILES = "OPEN_FILES";

  private final String service;
  private final Path home;
  private final NodeLog log;
  private final int port = Ports.free();
  private final int electionPort = Ports.free();
  private Process process;

  /**
   * @param service {@code master}, {@code secondary} or {@code node}
   * @param home a directory of its own, for data and temporary files
   * @param log takes its output
   */
  ProcessMachine(String service, Path home, NodeLog log) {
    this.service = service;
    this.home = home;
    this.log = log;
  }

  /** Where it elects, if it does. */
  int electionPort() {
    return electionPort;
  }

  Path data() {
    return home.resolve("data");
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void boot(Map<String, String> environment) {
    if (isRunning()) {
      throw new IllegalStateException(this + " is running already");
    }
    try {
      Path temp = Directories.fresh(home.resolve("tmp"));
      log.append("---- start ----\n");
      String openFiles = environment.get(OPEN_FILES);
      // An extracted jar's libraries take descriptors, so a node that may have few runs the plain
      // one.
      List<String> command = Program.command(service, temp, openFiles == null);
      ProcessBuilder builder = new ProcessBuilder(limited(openFiles, command));
      builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
      builder.environment().putAll(environment);
      builder.directory(home.toFile());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Leftovers.watch(process);
  }

  private static List<String> limited(String openFiles, List<String> command) {
    if (openFiles == null) {
      return command;
    }
    List<String> shell = new ArrayList<>();
    shell.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"));
    shell.addAll(command);
    return shell;
  }

  @Override
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void pause() {
    signal("STOP");
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " of " + this + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  @Override
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(this + " still runs after " + PATIENCE_SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  @Override
  public void wipe() {
    if (isRunning()) {
      throw new IllegalStateException(this + " is running");
    }
    Directories.delete(data());
  }

  @Override
  public String log() {
    return log.text();
  }

  @Override
  public void release() {
    if (isRunning()) {
      kill();
    }
    Directories.delete(home);
  }

  @Override
  public String toString() {
    return "the " + service + " of " + home;
  }
}
