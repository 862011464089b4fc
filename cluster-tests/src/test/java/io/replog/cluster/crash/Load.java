package io.replog.cluster.crash;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writers that post one message after the other, each under an id of its own, until told to stop.
 */
final class Load implements AutoCloseable {

  private final Client client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> writers = new ArrayList<>();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  private Load(Client client) {
    this.client = client;
  }

  /** The first writer at {@code lowestW}, the next at one more, and so on to {@code highestW}. */
  static Load start(Client client, int writers, int lowestW, int highestW) {
    Load load = new Load(client);
    for (int i = 0; i < writers; i++) {
      String name = "writer-" + i;
      Field w = Field.w(lowestW + i % (highestW - lowestW + 1));
      load.writers.add(load.threads.submit(() -> load.write(name, w)));
    }
    return load;
  }

  private void write(String name, Field w) {
    for (int i = 0; !stopped; i++) {
      String id = name + "-" + i;
      sent.add(id);
      try {
        Answer answer = client.post(id, w, Field.id(id));
        if (answer.status() == 201 || answer.status() == 200) {
          acknowledged.put(id, answer.order());
        }
      } catch (RuntimeException e) {
        return; // The node is gone, and with it this writer.
      }
    }
  }

  /** Ids that were answered with success, and their orders. The text of each message is its id. */
  Map<String, Long> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** All ids that were sent, whatever became of them. */
  Set<String> sent() {
    return Set.copyOf(sent);
  }

  /** Lets the writers end after the answer they wait for. */
  void stop() {
    stopped = true;
  }

  /** Waits for the end of all writers. */
  @Override
  public void close() {
    stop();
    threads.close();
  }
}
