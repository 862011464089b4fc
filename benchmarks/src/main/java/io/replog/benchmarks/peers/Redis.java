package io.replog.benchmarks.peers;

import io.replog.benchmarks.Payload;
import io.replog.benchmarks.cluster.Child;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Ports;
import io.replog.benchmarks.load.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis master and two replicas; one append is XADD and WAIT 2 in one round trip. */
final class Redis implements Peer {
  private static final int REPLICAS = 2;

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public String level() {
    return "XADD + WAIT 2, append-only file always synced";
  }

  @Override
  public boolean installed() {
    return Peer.onPath("redis-server").isPresent() && Peer.onPath("redis-cli").isPresent();
  }

  @Override
  public Running start(Path folder, Payload payload) throws Exception {
    List<Integer> ports = Ports.free(1 + REPLICAS);
    Processes processes = new Processes(folder);
    Servers servers = new Servers(processes, folder, ports, payload);
    try {
      for (int i = 0; i <= REPLICAS; i++) {
        processes.start("redis-" + i, command(folder, i, ports));
        processes.awaitPort(ports.get(i));
      }
      Cluster.await("replicas of Redis", 30, servers::replicasOnline);
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      processes.close();
      throw e;
    }
  }

  private static List<String> command(Path folder, int server, List<Integer> ports)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("n" + server));
    List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
    command.addAll(List.of("--port", ports.get(server).toString(), "--dir", data.toString()));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    if (server > 0) {
      command.addAll(List.of("--replicaof", "127.0.0.1", ports.getFirst().toString()));
    }
    return command;
  }

  private record Servers(Processes processes, Path folder, List<Integer> ports, Payload payload)
      implements Running {
    @Override
    public LoadPlan appends(int clients) {
      return LoadPlan.closed(
          ports.getFirst(), new RedisProtocol(payload.text(), REPLICAS), clients);
    }

    @Override
    public List<Long> stored() throws Exception {
      List<Long> lengths = new ArrayList<>();
      for (int port : ports) {
        lengths.add(Long.parseLong(cli(port, "xlen", "log")));
      }
      return lengths;
    }

    boolean replicasOnline() {
      try {
        String info = cli(ports.getFirst(), "info", "replication");
        return info.lines().filter(line -> line.contains("state=online")).count() == REPLICAS;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private String cli(int port, String... words) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of("redis-cli", "-h", "127.0.0.1", "-p"));
      command.add(String.valueOf(port));
      command.addAll(List.of(words));
      return Child.run(folder, Map.of(), command);
    }

    @Override
    public void close() {
      processes.close();
    }
  }
}
