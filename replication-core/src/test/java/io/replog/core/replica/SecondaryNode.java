package io.replog.core.replica;

import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.core.report.ReplicaMetrics;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** A replica on a storage in memory, for scenarios that read as a script. */
final class SecondaryNode {

  static final String LOG = "the log";
  static final int MAX_HELD = 4;
  static final int MAX_HELD_BYTES = 1000;

  MemoryStorage storage = new MemoryStorage();
  DurableLog log;
  final List<String> events = new ArrayList<>();
  private Replica replica;
  private Stored lastStored;

  SecondaryNode() {
    start();
  }

  private void start() {
    log = new DurableLog(storage);
    replica = new Replica(log, new GapBuffer(storage, MAX_HELD, MAX_HELD_BYTES), new Told());
  }

  /** Ends the process at this moment and starts it anew. */
  SecondaryNode crash() {
    storage = storage.crash();
    start();
    return this;
  }

  DeliveryOutcome accept(Delivery delivery) {
    return replica.accept(delivery);
  }

  DeliveryOutcome accept(long epoch, List<LogEntry> entries) {
    return accept(delivery(epoch, entries));
  }

  static Delivery delivery(long epoch, List<LogEntry> entries) {
    return new Delivery(epoch, "claim of " + epoch, LOG, entries);
  }

  SecondaryNode stores(long epoch, List<LogEntry> entries) {
    return stores(delivery(epoch, entries));
  }

  SecondaryNode stores(Delivery delivery) {
    DeliveryOutcome outcome = accept(delivery);
    assertThat(outcome).isInstanceOf(Stored.class);
    lastStored = (Stored) outcome;
    assertThat(lastStored.messages()).isEqualTo(log.length());
    assertThat(lastStored.buffered()).isEqualTo(replica.buffered());
    return this;
  }

  Stored lastStored() {
    return lastStored;
  }

  /** The delivery is refused with this problem, and nothing at all is written. */
  SecondaryNode refuses(Delivery delivery, ProblemType type, String member, Object value) {
    int commits = storage.commits();
    DeliveryOutcome outcome = accept(delivery);
    assertThat(outcome).isInstanceOf(Refused.class);
    Problem problem = ((Refused) outcome).problem();
    assertThat(problem.type()).isEqualTo(type);
    assertThat(problem.members()).containsEntry(member, value);
    assertThat(storage.commits()).isEqualTo(commits);
    return this;
  }

  SecondaryNode refuses(
      long epoch, List<LogEntry> entries, ProblemType type, String member, Object value) {
    return refuses(delivery(epoch, entries), type, member, value);
  }

  SecondaryNode refusesAsOverloaded(long epoch, List<LogEntry> entries) {
    int commits = storage.commits();
    assertThat(accept(epoch, entries))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED));
    assertThat(storage.commits()).isEqualTo(commits);
    return this;
  }

  SecondaryNode shows(String... expected) {
    assertThat(messages(log)).containsExactly(expected);
    assertThat(log.length()).isEqualTo(expected.length);
    return this;
  }

  /** Exactly these orders are held beyond a gap, in memory and on the disk. */
  SecondaryNode holds(long... expected) {
    List<Long> held = new ArrayList<>();
    try (var entries = storage.held()) {
      entries.forEachRemaining(entry -> held.add(entry.order()));
    }
    assertThat(held)
        .containsExactly(java.util.Arrays.stream(expected).boxed().toArray(Long[]::new));
    assertThat(replica.buffered()).isEqualTo(expected.length);
    return this;
  }

  private final class Told implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {
      events.add("stored %d, appended %d".formatted(messages, appended));
    }

    @Override
    public void refused(Problem problem) {
      events.add("refused " + problem.type().label());
    }
  }
}
