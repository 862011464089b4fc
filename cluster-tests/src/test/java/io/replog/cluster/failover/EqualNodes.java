package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
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

  /** One node; {@code process}: null before its first start. */
  private static final class Member {
    private final int port = Ports.free();
    private final int electionPort = Ports.free();
    private final Client client = new Client(URI.create("http://127.0.0.1:" + port), null);
    private Process process;
  }

  /** {@code home}: an empty folder for their data. */
  EqualNodes(Path home, String name, String... ids) {
    this.home = home;
    this.logs = Checkout.logs(name).toFile();
    for (String id : ids) {
      members.put(id, new Member());
    }
  }

  Client client(String id) {
    return members.get(id).client;
  }

  List<String> others(String id) {
    return members.keySet().stream().filter(each -> !each.equals(id)).toList();
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
    builder.environment().put("REPLOG_NODES", line());
    builder.environment().put("DATA_DIR", home.resolve(id).toString());
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"); // Starts faster.
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
        .map(each -> each.getKey() + "=" + each.getValue().client.node())
        .collect(Collectors.joining(","));
  }

  /** kill -9 */
  void kill(String id) {
    Process process = members.get(id).process;
    process.destroyForcibly();
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
