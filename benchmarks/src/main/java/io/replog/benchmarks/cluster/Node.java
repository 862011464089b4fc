package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A server: its port, its data, and its process while it runs.
 *
 * <p>It is asked by the JDK's blocking connection, which costs this machine the least beside what
 * is measured: a long list is read on the caller's thread, from the socket's buffer.
 */
public final class Node implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final int TERM_SECONDS = 15;
  private static final int TAIL_LINES = 15;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Ctrl-C leaves no servers behind.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Path folder;
  private final String id;
  private final int port;
  private final Map<String, String> environment;
  private final List<String> command = new ArrayList<>();
  private Process process;

  /** Takes an answer's body. */
  @FunctionalInterface
  public interface Body {
    void read(InputStream in) throws IOException;
  }

  /**
   * A node that does not run yet.
   *
   * @param folder where data and output go
   * @param arguments of {@code java}
   */
  public Node(
      Path folder, String id, int port, Map<String, String> environment, List<String> arguments) {
    this.folder = folder;
    this.id = id;
    this.port = port;
    this.environment = environment;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
  }

  public int port() {
    return port;
  }

  public Path data() {
    return folder.resolve(id);
  }

  private Path output() {
    return folder.resolve(id + ".log");
  }

  public long residentBytes() {
    return Machine.residentBytes(process.pid());
  }

  public void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(output().toFile()));
    process = builder.start();
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, without waiting for the end. */
  void terminate() {
    if (process != null) {
      process.destroy();
    }
  }

  /** SIGTERM, and SIGKILL for one that does not go. */
  @Override
  public void close() {
    terminate();
    try {
      if (process != null && !process.waitFor(TERM_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes the data of a node that does not run. */
  public void wipe() {
    WorkDir.delete(data());
  }

  /** Its own view; a missing node while it gives none. */
  public JsonNode health() {
    try {
      return answer(request("/health"));
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new IllegalStateException(id + " has ended:\n" + tail(), e);
      }
      return MissingNode.getInstance();
    }
  }

  public boolean up() {
    return health().path("status").asText().equals("UP");
  }

  public long messages() {
    return health().path("messages").asLong(-1);
  }

  /** Posts JSON; an answer that is no success is an exception. */
  public void post(String path, String json) throws IOException {
    HttpURLConnection request = request(path);
    request.setDoOutput(true);
    request.setRequestProperty("Content-Type", "application/json");
    request.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    JsonNode answer = answer(request);
    if (request.getResponseCode() / 100 != 2) {
      throw new IOException(id + " refused " + json + ": " + answer);
    }
  }

  /** Hands over the body of a list, which may be long. */
  public void get(String path, String accept, Body body) throws IOException {
    HttpURLConnection request = request(path);
    request.setRequestProperty("Accept", accept);
    try (InputStream in = request.getInputStream()) {
      body.read(in);
    }
  }

  private HttpURLConnection request(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    request.setRequestProperty("Accept", "application/json");
    request.setRequestProperty("Connection", "close");
    request.setRequestProperty("Authorization", "Bearer " + environment.get("CLUSTER_TOKEN"));
    return request;
  }

  private static JsonNode answer(HttpURLConnection request) throws IOException {
    boolean refused = request.getResponseCode() >= 400;
    try (InputStream in = refused ? request.getErrorStream() : request.getInputStream()) {
      return in == null ? MissingNode.getInstance() : JSON.readTree(in);
    }
  }

  /** The last lines of its output. */
  private String tail() {
    try {
      List<String> lines = Files.readAllLines(output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "no output: " + e;
    }
  }
}
