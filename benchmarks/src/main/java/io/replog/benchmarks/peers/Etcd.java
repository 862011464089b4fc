package io.replog.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.benchmarks.Payload;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Http;
import io.replog.benchmarks.cluster.Ports;
import io.replog.benchmarks.load.HttpPost;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three etcd members; one append puts a new key through the leader's HTTP/JSON gateway. */
final class Etcd implements Peer {
  private static final int MEMBERS = 3;

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public String level() {
    return "HTTP/JSON put, fsync on a majority";
  }

  @Override
  public boolean installed() {
    return Peer.onPath("etcd").isPresent();
  }

  @Override
  public Running start(Path folder, Payload payload) throws Exception {
    List<Integer> ports = Ports.free(2 * MEMBERS);
    List<Integer> client = ports.subList(0, MEMBERS);
    List<Integer> peer = ports.subList(MEMBERS, 2 * MEMBERS);
    Processes processes = new Processes(folder);
    try {
      for (int i = 0; i < MEMBERS; i++) {
        processes.start("etcd-" + i, command(folder, i, client.get(i), peer));
      }
      for (int port : client) {
        processes.awaitPort(port);
      }
      Cluster.await("a leader of etcd", 60, () -> leader(client).isPresent());
      return new Members(processes, client, leader(client).orElseThrow(), payload);
    } catch (IOException | InterruptedException | RuntimeException e) {
      processes.close();
      throw e;
    }
  }

  private static List<String> command(Path folder, int member, int client, List<Integer> peers) {
    String all =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> "m" + i + "=" + url(peers.get(i)))
            .collect(Collectors.joining(","));
    List<String> command = new ArrayList<>(List.of("etcd", "--name", "m" + member));
    command.addAll(List.of("--data-dir", folder.resolve("m" + member).toString()));
    command.addAll(List.of("--listen-client-urls", url(client)));
    command.addAll(List.of("--advertise-client-urls", url(client)));
    command.addAll(List.of("--listen-peer-urls", url(peers.get(member))));
    command.addAll(List.of("--initial-advertise-peer-urls", url(peers.get(member))));
    command.addAll(List.of("--initial-cluster", all, "--initial-cluster-state", "new"));
    command.addAll(List.of("--logger", "zap", "--log-level", "error"));
    return command;
  }

  private static OptionalInt leader(List<Integer> ports) {
    return ports.stream().mapToInt(Integer::intValue).filter(Etcd::leads).findFirst();
  }

  private static boolean leads(int port) {
    try {
      JsonNode status = new Http(port, null).post("/v3/maintenance/status", "{}").body();
      JsonNode leader = status.path("leader");
      return !leader.isMissingNode() && leader.equals(status.path("header").path("member_id"));
    } catch (IOException e) {
      return false;
    }
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private record Members(Processes processes, List<Integer> ports, int leader, Payload payload)
      implements Running {
    // Digits and letters, in fours, are base64 as they stand: the key is the number and two
    // letters.
    private static final String KEY = Template.NUMBER + "ab";

    @Override
    public LoadPlan appends(int clients) {
      byte[] value = payload.text().replace('@', '0').getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(value);
      String body = "{\"key\":\"" + KEY + "\",\"value\":\"" + encoded + "\"}";
      HttpPost put = new HttpPost("/v3/kv/put", "application/json", body);
      return LoadPlan.closed(leader, put, clients);
    }

    @Override
    public List<Long> stored() throws IOException {
      String everything =
          "{\"key\":\"AA==\",\"range_end\":\"AA==\",\"count_only\":true,\"serializable\":true}";
      List<Long> counts = new ArrayList<>();
      for (int port : ports) {
        counts.add(
            new Http(port, null).post("/v3/kv/range", everything).body().path("count").asLong());
      }
      return counts;
    }

    @Override
    public void close() {
      processes.close();
    }
  }
}
