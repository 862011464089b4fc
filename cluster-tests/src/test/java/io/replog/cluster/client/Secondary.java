package io.replog.cluster.client;

import java.util.List;
import java.util.Map;

/** What only a secondary is asked: to store a delivery, and to misbehave. */
public final class Secondary {

  private final Client client;

  private Secondary(Client client) {
    this.client = client;
  }

  public static Secondary at(Client client) {
    return new Secondary(client);
  }

  /** Delivers as a master would. */
  public Answer replicate(long epoch, String logId, Entry... entries) {
    List<Map<String, Object>> messages =
        List.of(entries).stream()
            .map(
                e ->
                    Map.<String, Object>of(
                        "order", e.order(), "id", e.id(), "message", e.message()))
            .toList();
    return client.command(
        "POST", "/replicate", Map.of("epoch", epoch, "log_id", logId, "messages", messages));
  }

  /** Sleeps so long before it stores a delivery, as a duration such as {@code "2s"}. */
  public void delay(String duration) {
    faults(Map.of("delay", duration));
  }

  /** Drops every replication request, or no longer. */
  public void offline(boolean offline) {
    faults(Map.of("offline", offline));
  }

  /** The chance of an error after a delivery was stored. */
  public void errorAfter(double chance) {
    faults(Map.of("error_after", chance));
  }

  /** Back to normal. */
  public void behave() {
    faults(
        Map.of(
            "delay", "0s", "jitter", "0s", "error_before", 0, "error_after", 0, "offline", false));
  }

  public void faults(Map<String, ?> faults) {
    Answer answer = client.command("POST", "/actuator/faults", faults);
    if (answer.status() >= 300) {
      throw new AssertionError("faults refused: " + answer);
    }
  }
}
