package io.replog.cluster.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Looks now and then which node reigns, and keeps a supervisor's eye on all. */
final class Reigns implements Runnable {

  static final int LOOK_MS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Seats seats;
  private final Map<String, Client> clients;
  private final Set<Long> epochs = new ConcurrentSkipListSet<>();
  private final Set<String> masters = new ConcurrentSkipListSet<>();
  private volatile Optional<String> now = Optional.empty();

  /** {@code clients}: one to each node, of its own. */
  Reigns(Seats seats, Map<String, Client> clients) {
    this.seats = seats;
    this.clients = clients;
  }

  @Override
  public void run() {
    seats.revive();
    long newest = 0;
    Optional<String> master = Optional.empty();
    for (Map.Entry<String, Client> each : clients.entrySet()) {
      Optional<JsonNode> health = health(each.getValue());
      if (health.filter(Reigns::reigns).isPresent()) {
        long epoch = health.get().path("epoch").asLong();
        epochs.add(epoch);
        masters.add(each.getKey());
        if (epoch > newest) {
          newest = epoch;
          master = Optional.of(each.getKey());
        }
      }
    }
    now = master;
  }

  private static Optional<JsonNode> health(Client client) {
    try {
      return Optional.of(client.send(client.request("/health").timeout(PATIENCE).build()).json());
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean reigns(JsonNode health) {
    return health.path("role").asText().equals("master")
        && health.path("mode").asText().equals("read-write");
  }

  /** The master as last seen. */
  Optional<String> master() {
    return now;
  }

  /** Waits until a node other than {@code id} was seen to reign, but not for ever. */
  void awaitOther(String id, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (now.filter(other -> !other.equals(id)).isEmpty() && System.nanoTime() < deadline) {
      EqualNodeHarms.sleep(LOOK_MS);
    }
  }

  /** The same for any node. */
  void awaitAny(Duration patience) {
    awaitOther("", patience);
  }

  /** How many reigns were seen that took messages. */
  int seen() {
    return epochs.size();
  }

  /** Who was master at some time. */
  Set<String> masters() {
    return masters;
  }
}
