package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.process.Directories;
import io.replog.cluster.nodes.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Processes of {@code node-service.jar} that form one cluster. */
final class EqualNodes implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final Path home;
  private final File logs;
  private final Map<String, Member> members = new LinkedHashMap<>();

  /**
   * One node; {@code joinedAt}: a node that takes it in, null where it founds the cluster; {@code
   * process}: null before its first start.
   */
  private static final class Member {
    private final int port = Ports.free();
    private final int electionPort = Ports.free();
    private final Client client = new Client(URI.create("http://127.0.0.1:" + port), null);
    private final boolean founds;
    private final Map<String, String> settings = new HashMap<>();
    private String joinedAt;
    private Process process;

    private Member(boolean founds) {
      this.founds = founds;
    }
  }

  /** {@code home}: an empty folder for their data. */
  EqualNodes(Path home, String name, String... ids) {
    this.home = home;
    this.logs = Checkout.logs(name).toFile();
    for (String id : ids) {
      members.put(id, new Member(true));
    }
  }

  /** Adds a node that is not started yet, which the node {@code at} is to take in. */
  void add(String id, String at) {
    Member member = new Member(false);
    member.joinedAt = client(at).node().toString();
    members.put(id, member);
  }

  Client client(String id) {
    return members.get(id).client;
  }

  List<String> others(String id) {
    return members.keySet().stream().filter(each -> !each.equals(id)).toList();
  }

  /** A further variable of the environment of {@code id}, from its next start on. */
  void set(String id, String variable, String value) {
    members.get(id).settings.put(variable, value);
  }

  void start() {
    members.keySet().forEach(this::start);
  }

  void start(String id) {
    Member member = members.get(id);
    Path jar = Checkout.root().resolve("node-service/target/node-service.jar");
    assertThat(jar).isRegularFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Checkout.root().resolve("jvm.options"),
            "-jar",
            jar.toString());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
    builder.environment().put("SERVER_ID", id);
    builder.environment().put("SERVER_PORT", String.valueOf(member.port));
    builder.environment().put("REPLOG_ELECTION_PORT", String.valueOf(member.electionPort));
    if (member.founds) {
      builder.environment().put("REPLOG_NODES", line());
    } else {
      builder.environment().put("REPLOG_JOIN", member.joinedAt);
      builder.environment().put("ADVERTISED_URL", member.client.node().toString());
    }
    builder.environment().put("DATA_DIR", home.resolve(id).toString());
    builder.environment().putAll(member.settings);
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(logs, id + ".log")));
    try {
      member.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Process started = member.process;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    member.client.reconnect();
  }

  private String line() {
    return members.entrySet().stream()
        .filter(each -> each.getValue().founds)
        .map(each -> each.getKey() + "=" + each.getValue().client.node())
        .collect(Collectors.joining(","));
  }

  /** kill -9 */
  void kill(String id) {
    members.get(id).process.destroyForcibly();
    awaitEnd(id);
  }

  /** SIGTERM, and the end of the process. */
  void stop(String id) {
    members.get(id).process.destroy();
    awaitEnd(id);
  }

  /** SIGSTOP, SIGCONT and their like. */
  void signal(String id, String name) {
    try {
      String pid = String.valueOf(members.get(id).process.pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor())
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive(String id) {
    return members.get(id).process.isAlive();
  }

  /** Removes all that a node has stored; it must have ended. */
  void wipe(String id) {
    Directories.delete(home.resolve(id));
  }

  void awaitEnd(String id) {
    Process process = members.get(id).process;
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The master, once these nodes agree on one of them. */
  String awaitMaster(List<String> ids) {
    String[] master = new String[1];
    eventually(
        () -> {
          List<String> said = ids.stream().map(this::masterAt).distinct().toList();
          assertThat(said).hasSize(1);
          assertThat(said.getFirst()).isIn(ids);
          master[0] = said.getFirst();
        });
    return master[0];
  }

  private String masterAt(String id) {
    return client(id).get("/cluster").json().path("master").asText();
  }

  @Override
  public void close() {
    for (Member member : members.values()) {
      member.client.close();
      if (member.process != null) {
        member.process.destroyForcibly();
      }
    }
  }
}
