package io.replog.cluster.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@code master-service.jar} or {@code secondary-service.jar} over a data folder that
 * an equal node may use before or after it.
 */
final class FixedNode implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 300;

  final Client client;
  private final Path log;
  private final Process process;

  private FixedNode(String role, String id, Path data, Map<String, String> settings) {
    int port = Ports.free();
    this.client = new Client(URI.create("http://127.0.0.1:" + port), null);
    this.log = Checkout.logs("failover").resolve(id + "-as-" + role + ".log");
    Path jar = Checkout.root().resolve("%s-service/target/%s-service.jar".formatted(role, role));
    assertThat(jar).isRegularFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Checkout.root().resolve("jvm.options"),
            "-jar",
            jar.toString());
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("SERVER_ID", id);
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("SECONDARY_HOST", "127.0.0.1");
    environment.put("DATA_DIR", data.toString());
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"); // Starts faster.
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
    builder.environment().putAll(environment);
    builder.directory(data.getParent().toFile()).redirectErrorStream(true);
    File output = log.toFile();
    builder.redirectOutput(ProcessBuilder.Redirect.to(output));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  static FixedNode master(String id, Path data, Map<String, String> settings) {
    return new FixedNode("master", id, data, settings);
  }

  /** {@code master}: where it registers. */
  static FixedNode secondary(String id, Path data, URI master, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("MASTER_URL", master.toString());
    return new FixedNode("secondary", id, data, all);
  }

  /** SIGTERM, and waits for the end. */
  int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end, and returns its exit code. */
  int awaitExit() {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it printed. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
