package io.replog.benchmarks.peers;

import io.replog.benchmarks.Payload;
import io.replog.benchmarks.cluster.Child;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Ports;
import io.replog.benchmarks.load.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL primary and two synchronous standbys; one append is one INSERT, prepared. */
final class Postgres implements Peer {
  private static final int STANDBYS = 2;
  private static final String USER = "postgres";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public String level() {
    return "INSERT, FIRST 2 standbys, fsync on all three";
  }

  @Override
  public boolean installed() {
    return programs().isPresent() && (!root() || Peer.onPath("runuser").isPresent());
  }

  @Override
  public Running start(Path folder, Payload payload) throws Exception {
    Servers servers =
        new Servers(folder, programs().orElseThrow(), Ports.free(1 + STANDBYS), payload);
    try {
      servers.start();
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** The folder of the newest version's programs; Debian keeps them off the path. */
  private static Optional<Path> programs() {
    if (!Files.isDirectory(DEBIAN)) {
      return Peer.onPath("initdb").map(Path::getParent);
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(java.util.Comparator.naturalOrder());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** PostgreSQL refuses to run as root. */
  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static final class Servers implements Running {
    private final Path folder;
    private final Path programs;
    private final List<Integer> ports;
    private final Payload payload;
    private final Processes processes;
    private final List<Path> started = new ArrayList<>();

    Servers(Path folder, Path programs, List<Integer> ports, Payload payload) {
      this.folder = folder;
      this.programs = programs;
      this.ports = ports;
      this.payload = payload;
      this.processes = new Processes(folder);
    }

    void start() throws IOException, InterruptedException {
      give(folder);
      run("initdb", "-D", data(0), "-A", "trust", "-U", USER);
      up(0);
      for (int i = 1; i <= STANDBYS; i++) {
        String primary =
            "host=127.0.0.1 port=" + ports.getFirst() + " user=" + USER + " application_name=s" + i;
        run("pg_basebackup", "-D", data(i), "-R", "-X", "stream", "-c", "fast", "-d", primary);
        up(i);
      }
      sql(0, "create table log (id bigint generated always as identity primary key, body text)");
      sql(0, "alter system set synchronous_standby_names = 'FIRST 2 (s1, s2)'");
      sql(0, "select pg_reload_conf()");
      Cluster.await("synchronous standbys", 30, this::standbysInSync);
    }

    @Override
    public LoadPlan appends(int clients) {
      String insert = "insert into log(body) values ($1)";
      PostgresProtocol protocol = new PostgresProtocol(USER, USER, insert, payload.text());
      return LoadPlan.closed(ports.getFirst(), protocol, clients);
    }

    @Override
    public List<Long> stored() throws IOException, InterruptedException {
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i <= STANDBYS; i++) {
        counts.add(Long.parseLong(sql(i, "select count(*) from log")));
      }
      return counts;
    }

    @Override
    public void close() {
      for (Path data : started.reversed()) {
        try {
          run("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop");
        } catch (IOException e) {
          System.err.println("PostgreSQL did not stop as asked: " + e.getMessage());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      processes.close();
    }

    private void up(int server) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of("-D", data(server), "-p"));
      command.add(ports.get(server).toString());
      command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
      processes.start("postgres-" + server, as("postgres", command));
      started.add(Path.of(data(server)));
      Cluster.await("PostgreSQL " + server, 60, () -> answers(server));
    }

    private boolean answers(int server) {
      return quietly(server, "select 1").equals("1");
    }

    private boolean standbysInSync() {
      return quietly(0, "select count(*) from pg_stat_replication where sync_state = 'sync'")
          .equals(String.valueOf(STANDBYS));
    }

    private String quietly(int server, String sql) {
      try {
        return sql(server, sql);
      } catch (IOException e) {
        return "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "";
      }
    }

    private String sql(int server, String sql) throws IOException, InterruptedException {
      String port = ports.get(server).toString();
      return run("psql", "-h", "127.0.0.1", "-p", port, "-U", USER, "-d", USER, "-qAtXc", sql);
    }

    private String data(int server) {
      return folder.resolve("n" + server).toString();
    }

    private String run(String program, String... arguments)
        throws IOException, InterruptedException {
      return Child.run(folder, Map.of("LC_ALL", "C"), as(program, List.of(arguments)));
    }

    private List<String> as(String program, List<String> arguments) {
      List<String> command = new ArrayList<>();
      if (root()) {
        command.addAll(List.of("runuser", "-u", USER, "--"));
      }
      command.add(programs.resolve(program).toString());
      command.addAll(arguments);
      return command;
    }

    /** Lets the user that the servers run as into a folder that root has made. */
    private static void give(Path folder) throws IOException {
      if (root()) {
        var users = folder.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(folder, users.lookupPrincipalByName(USER));
        var open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(folder.getParent(), open);
      }
    }
  }
}
