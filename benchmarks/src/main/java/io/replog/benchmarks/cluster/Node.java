package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node of a throw-away cluster: its port, its data, and its process while it runs. */
public final class Node implements AutoCloseable {
  private final Setup setup;
  private final String id;
  private final int port;
  private final String role;
  private final Map<String, String> environment;
  private Child child;

  Node(Setup setup, String id, int port, String role, Map<String, String> environment) {
    this.setup = setup;
    this.id = id;
    this.port = port;
    this.role = role;
    this.environment = environment;
  }

  public String id() {
    return id;
  }

  public int port() {
    return port;
  }

  public Path data() {
    return setup.directory().resolve(id);
  }

  public Http http() {
    return new Http(port, setup.token());
  }

  public long pid() {
    return child.pid();
  }

  public long residentBytes() {
    return Proc.residentBytes(child.pid());
  }

  public void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(setup.jvmOptions());
    command.addAll(setup.application(role));
    Path log = setup.directory().resolve(id + ".log");
    child = Child.start(setup.project(), log, environment, command);
  }

  public boolean running() {
    return child != null && child.alive();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    child.kill();
  }

  /** Forgets the data of a node that does not run. */
  public void wipe() {
    WorkDir.delete(data());
  }

  /** Its own view; a missing node where it gives none yet. */
  public JsonNode health() {
    try {
      return http().get("/health").body();
    } catch (IOException e) {
      if (!running()) {
        throw new IllegalStateException(id + " ended:\n" + child.tail(), e);
      }
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  public boolean up() {
    return health().path("status").asText().equals("UP");
  }

  public long messages() {
    return health().path("messages").asLong(-1);
  }

  /** Sets faults of a secondary, for example {@code {"delay":"2s"}}. */
  public void faults(String json) throws IOException {
    Http.Reply reply = http().post("/actuator/faults", json);
    if (reply.status() / 100 != 2) {
      throw new IOException(id + " refused the faults " + json + ": " + reply);
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
