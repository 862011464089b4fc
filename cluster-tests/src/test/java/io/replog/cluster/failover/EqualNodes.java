package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Checkout;
import io.replog.cluster.nodes.process.Directories;
import io.replog.cluster.nodes.process.Leftovers;
import io.replog.cluster.nodes.process.Ports;
import io.replog.cluster.nodes.process.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Processes of {@code node-service.jar} that form one cluster. */
public final class EqualNodes implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final Duration START = Duration.ofSeconds(240);

  /** With a token, nodes answer to any host name, and so to those of {@link Wires}. */
  private static final String TOKEN = "a-token-for-these-tests";

  private final Path home;
  private final File logs;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private Wires wires;

  /**
   * One node; {@code joinedAt}: a node that takes it in, null where it founds the cluster; {@code
   * disks}: how many it has lost; {@code process}: null before its first start.
   */
  private static final class Member {
    private final int port = Ports.free();
    private final int electionPort = Ports.free();
    private final boolean founds;
    private final Map<String, String> environment = new HashMap<>();
    private Client client = new Client(URI.create("http://127.0.0.1:" + port), null);
    private String joinedAt;
    private int disks;
    private volatile Process process;

    private Member(boolean founds) {
      this.founds = founds;
    }
  }

  /** {@code home}: an empty folder for their data. */
  public EqualNodes(Path home, String name, String... ids) {
    this.home = home;
    this.logs = Checkout.logs(name).toFile();
    for (String id : ids) {
      new File(logs, id + ".log").delete();
      members.put(id, new Member(true));
    }
  }

  /** Adds a node that is not started yet, which the node {@code at} is to take in. */
  public void add(String id, String at) {
    Member member = new Member(false);
    member.joinedAt = at;
    members.put(id, member);
  }

  /** Before the first start: these nodes reach each other by links that can be made bad. */
  public Wires wire() {
    wires = new Wires(home);
    members.forEach(
        (id, member) -> {
          wires.join(id, member.port, member.electionPort);
          member.client = new Client(member.client.node(), TOKEN);
          set(id, "CLUSTER_TOKEN", TOKEN);
        });
    return wires;
  }

  /** Sets an environment variable for this node's next start. */
  public void set(String id, String name, String value) {
    members.get(id).environment.put(name, value);
  }

  public Client client(String id) {
    return members.get(id).client;
  }

  public List<String> ids() {
    return List.copyOf(members.keySet());
  }

  /** Those that found the cluster. */
  public List<String> founders() {
    return members.keySet().stream().filter(id -> members.get(id).founds).toList();
  }

  public List<String> others(String id) {
    return members.keySet().stream().filter(each -> !each.equals(id)).toList();
  }

  /** Where a node keeps its data. */
  public Path data(String id) {
    return home.resolve(id);
  }

  public void start() {
    members.keySet().forEach(this::start);
  }

  public void start(String id) {
    Member member = members.get(id);
    ProcessBuilder builder = new ProcessBuilder(Program.command("node", home, true));
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
    builder.environment().put("SERVER_ID", id);
    builder.environment().put("SERVER_PORT", String.valueOf(member.port));
    builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
    builder.environment().put("REPLOG_ELECTION_PORT", String.valueOf(member.electionPort));
    if (member.founds) {
      builder.environment().put("REPLOG_NODES", line());
    } else {
      builder.environment().put("REPLOG_JOIN", url(member.joinedAt));
      builder.environment().put("ADVERTISED_URL", url(id, member));
    }
    builder.environment().put("DATA_DIR", data(id).toString());
    builder.environment().put("JDK_JAVA_OPTIONS", options(id));
    builder.environment().putAll(member.environment);
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(new File(logs, id + ".log")));
    try {
      member.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Leftovers.watch(member.process);
    member.client.reconnect();
  }

  /** Compiles less, which starts faster: most of these nodes live for seconds only. */
  private String options(String id) {
    String quick = "-XX:TieredStopAtLevel=1";
    return wires == null ? quick : quick + " -Djdk.net.hosts.file=" + wires.hosts(id);
  }

  private String line() {
    return members.entrySet().stream()
        .filter(each -> each.getValue().founds)
        .map(each -> each.getKey() + "=" + url(each.getKey(), each.getValue()))
        .collect(Collectors.joining(","));
  }

  /** Where the other nodes reach it. */
  public String url(String id) {
    return url(id, members.get(id));
  }

  private String url(String id, Member member) {
    String host = wires == null ? "127.0.0.1" : Wires.host(id);
    return "http://" + host + ":" + member.port;
  }

  /** What it printed, over all its starts. */
  public String log(String id) {
    try {
      return Files.readString(logs.toPath().resolve(id + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it ended. */
  public int exitCode(String id) {
    awaitEnd(id);
    return members.get(id).process.exitValue();
  }

  /** Waits until it answers that it can do its work, or ends. */
  public void awaitStart(String id) {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !isRunning(id) || isHealthy(id));
  }

  private boolean isHealthy(String id) {
    try (Client fresh = new Client(client(id).node(), null)) {
      return fresh.get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public boolean isRunning(String id) {
    Process process = members.get(id).process;
    return process != null && process.isAlive();
  }

  /** kill -9 */
  public void kill(String id) {
    members.get(id).process.destroyForcibly();
    awaitEnd(id);
  }

  /** SIGTERM, and the end of the process. */
  public void stop(String id) {
    terminate(id);
    awaitEnd(id);
  }

  /** Removes all that a node has stored; it must have ended. */
  public void wipe(String id) {
    Directories.delete(data(id));
  }

  /** The same, and keeps what it had set aside; see {@link #asides}. */
  public void loseDisk(String id) {
    Path kept = aside(id, members.get(id).disks++);
    Path aside = aside(data(id));
    try {
      if (Files.exists(aside)) {
        Files.createDirectories(kept.getParent());
        Files.move(aside, kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    wipe(id);
  }

  private static Path aside(Path data) {
    return data.resolve("set-aside");
  }

  private Path aside(String id, int disk) {
    return home.resolve("lost").resolve(id + "-" + disk);
  }

  /** The folders of what a node has set aside, also on disks that it lost; not all exist. */
  public List<Path> asides(String id) {
    List<Path> folders = new ArrayList<>();
    folders.add(aside(data(id)));
    for (int disk = 0; disk < members.get(id).disks; disk++) {
      folders.add(aside(id, disk));
    }
    return folders;
  }

  public void awaitEnd(String id) {
    assertThat(awaitEnd(id, PATIENCE_SECONDS)).as("%s has ended", id).isTrue();
  }

  /** Asks it to end (SIGTERM), and does not wait. */
  public void terminate(String id) {
    members.get(id).process.destroy();
  }

  /** Whether it ended in this time. */
  public boolean awaitEnd(String id, int seconds) {
    try {
      return members.get(id).process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@code STOP} or {@code CONT}; a node that is not running takes none. */
  public void signal(String id, String name) {
    Process process = members.get(id).process;
    if (process == null) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The master, once these nodes agree on one of them. */
  public String awaitMaster(List<String> ids) {
    ids.forEach(this::awaitStart);
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

  /** The ids of all messages that this node shows. */
  public List<String> messageIds(String id) {
    return client(id).entries().stream().map(Entry::id).toList();
  }

  /** Waits until these nodes show all {@code acknowledged} messages; none shows one twice. */
  public void awaitMessages(List<String> ids, Collection<String> acknowledged) {
    for (String id : ids) {
      eventually(() -> assertThat(messageIds(id)).as(id).containsAll(acknowledged));
      assertThat(messageIds(id)).as(id).doesNotHaveDuplicates();
    }
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
    if (wires != null) {
      wires.close();
    }
  }
}
