package io.replog.cluster.storm;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Json;
import io.replog.cluster.history.Read;
import io.replog.cluster.history.Recorder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Reads the end of one node's log, now and then all of it. */
final class Reader implements Runnable {

  private static final int TAIL = 2_000;

  private final String node;
  private final Client client;
  private final IntSupplier incarnation;
  private final Recorder recorder;
  private final RandomGenerator random;
  private long seen;

  /**
   * @param incarnation counts how often the node became one that may show less than before
   */
  Reader(
      String node,
      Client client,
      IntSupplier incarnation,
      Recorder recorder,
      RandomGenerator random) {
    this.node = node;
    this.client = client;
    this.incarnation = incarnation;
    this.recorder = recorder;
    this.random = random;
  }

  @Override
  public void run() {
    long from = random.nextInt(50) == 0 ? 0 : Math.max(0, seen - random.nextInt(TAIL));
    int before = incarnation.getAsInt();
    long sent = System.nanoTime();
    try {
      Answer answer =
          client.send(
              client
                  .request("/full_messages?from=" + from)
                  .timeout(Duration.ofSeconds(10))
                  .build());
      if (answer.status() == 200 && incarnation.getAsInt() == before) {
        List<Entry> entries = Json.list(answer.json().required("messages"), Entry::of);
        recorder.add(new Read(node, before, sent, System.nanoTime(), from, entries));
        seen = from + entries.size();
      }
    } catch (UncheckedIOException e) {
      // The node is not to be reached just now.
    }
  }
}
