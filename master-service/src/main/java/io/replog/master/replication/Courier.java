package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.master.replication.LinkException.Diverged;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import java.util.List;

/** Carries single deliveries to one secondary. Safe for any thread; blocks. */
final class Courier {

  private final Replicator.Target target;
  private final SecondaryLink link;
  private final DurableLog log;
  private final ReplacedLogs replaced;
  private final ReplicationEvents events;

  Courier(
      Replicator.Target target,
      SecondaryLink link,
      DurableLog log,
      ReplacedLogs replaced,
      ReplicationEvents events) {
    this.target = target;
    this.link = link;
    this.log = log;
    this.replaced = replaced;
    this.events = events;
  }

  /**
   * Delivers {@code entries} in this master's name to the process {@code run}; the answer says what
   * is on the disk there.
   */
  DeliveryAck deliver(String run, List<LogEntry> entries) throws LinkException {
    DeliveryAck ack = carry(run, entries);
    if (ack.messages() > log.length()) {
      throw new Diverged("it says it holds more messages than this master");
    }
    return ack;
  }

  /** Tells the process {@code run} of this master, which makes it refuse every older one. */
  void greet(String run) throws LinkException {
    carry(run, List.of());
  }

  private DeliveryAck carry(String run, List<LogEntry> entries) throws LinkException {
    LogIdentity identity = log.identity();
    Delivery delivery =
        new Delivery(
            identity.epoch(),
            identity.claim(),
            identity.logId().orElseThrow(),
            replaced.ids(),
            entries);
    events.sent(target.name(), delivery);
    long begin = System.nanoTime();
    DeliveryAck ack = link.deliver(delivery);
    if (run != null && ack.run() != null && !run.equals(ack.run())) {
      throw new LinkException("it was restarted meanwhile");
    }
    events.acknowledged(target.name(), delivery, ack, System.nanoTime() - begin);
    return ack;
  }
}
