package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * A server: its port, its data, and its process while it runs.
 *
 * <p>It is asked by the JDK's blocking connection, which costs this machine the least beside what
 * is measured: a long list is read on the caller's thread, from the socket's buffer.
 */
public final class Node implements AutoCloseable {
  private static final int TERM_SECONDS = 15;
  private static final int TAIL_LINES = 15;
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 60_000;

  private final Path folder;
  private final String id;
  private final int port = Machine.freePort();
  private final ProcessBuilder program;
  private final RestClient http;
  private Process process;

  /**
   * A node that does not run yet, on a free port of loopback.
   *
   * @param folder where data and output go
   * @param token the secret that the nodes of a cluster share
   * @param arguments of {@code java}
   */
  public Node(Path folder, String id, String token, List<String> arguments) {
    this.folder = folder;
    this.id = id;
    List<String> command = new ArrayList<>(arguments);
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    program.redirectOutput(Redirect.appendTo(output().toFile()));
    setting("SERVER_ID", id);
    setting("SERVER_PORT", String.valueOf(port));
    setting("SERVER_ADDRESS", "127.0.0.1");
    setting("DATA_DIR", data().toString());
    setting("CLUSTER_TOKEN", token);
    SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
    requests.setConnectTimeout(CONNECT_MILLIS);
    requests.setReadTimeout(READ_MILLIS);
    http =
        RestClient.builder()
            .requestFactory(requests)
            .baseUrl(url())
            .defaultHeader(HttpHeaders.CONNECTION, "close")
            .defaultHeaders(headers -> headers.setBearerAuth(token))
            .build();
  }

  String id() {
    return id;
  }

  /** Sets a variable of its environment. */
  void setting(String name, String value) {
    program.environment().put(name, value);
  }

  public int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
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
    process = program.start();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends {@code STOP} or {@code CONT}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** What the process has used of the processor since its start. */
  public long processorNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
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
    if (process != null) {
      process.onExit().completeOnTimeout(process, TERM_SECONDS, TimeUnit.SECONDS).join();
      process.destroyForcibly();
    }
  }

  /** Deletes the data of a node that does not run. */
  public void wipe() throws IOException {
    FileSystemUtils.deleteRecursively(data());
  }

  /** Its own view; a missing node while it gives none. */
  public JsonNode health() {
    try {
      JsonNode view =
          http.get().uri("/health").exchange((asked, answer) -> answer.bodyTo(JsonNode.class));
      return view == null ? MissingNode.getInstance() : view;
    } catch (RestClientException e) {
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

  /** Asks this node, as a member of its cluster. */
  public RestClient http() {
    return http;
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
