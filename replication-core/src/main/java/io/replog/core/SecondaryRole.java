package io.replog.core;

import io.replog.core.joining.Joiner;
import io.replog.core.joining.MasterClient;
import io.replog.core.joining.MasterClient.Registration;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.replica.ElectedMasters;
import io.replog.core.replica.Replica;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.threads.Threads;
import io.replog.core.view.ClusterView;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The role of a secondary over a log: it stores what its master delivers, and registers there until
 * it is retired. Nothing runs before {@link #join}, nothing after {@link #close}, which leaves the
 * log to another role in the same process. Safe for any thread.
 */
public final class SecondaryRole implements AutoCloseable {

  private final String id;
  private final String run;
  private final DurableLog log;
  private final Replica replica;
  private volatile Joiner joiner;
  private volatile String master;

  /**
   * @param id this node's id
   * @param run random, new at each start of the process
   * @param data of which an elected master may cut what it has not
   */
  public SecondaryRole(String id, String run, ElectedNode.Data data, ReplicaMetrics metrics) {
    this.id = id;
    this.run = run;
    this.log = data.log();
    this.replica =
        new Replica(
            data.log(),
            data.gap(),
            metrics,
            new ElectedMasters(id, data.log(), data.majority(), data.aside()));
  }

  /** Registers at a master periodically. Call once. */
  public void join(
      MasterClient master, String masterUrl, String ownUrl, Duration interval, Threads threads) {
    joiner = new Joiner(master, masterUrl, new Registration(id, ownUrl, run), interval);
    threads.start("joiner", joiner::run);
  }

  /** Registers now, if this node joined a master, so that the master resumes its deliveries. */
  public void announce() {
    if (joiner != null) {
      joiner.announce();
    }
  }

  /** Whether the master retired this process. */
  public boolean isRetired() {
    return joiner != null && joiner.retired();
  }

  /** See {@link Replica#accept}. */
  public DeliveryOutcome accept(Delivery delivery) {
    DeliveryOutcome outcome = replica.accept(delivery);
    if (outcome instanceof DeliveryOutcome.Stored) {
      delivery.elected().ifPresent(elected -> master = elected.master());
    }
    return outcome;
  }

  /** The elected master that delivered last since the start; empty where there is none. */
  public Optional<Voter> electedMaster() {
    String id = master;
    return id == null ? Optional.empty() : log.facts().voters().flatMap(all -> all.find(id));
  }

  /** This node's status for a master; see {@link Replica#status}. */
  public ReplicaStatus status(OptionalLong at) {
    return replica.status(id, run, at);
  }

  public String id() {
    return id;
  }

  /** Random id of this process, new at each start. */
  public String run() {
    return run;
  }

  /** What this node knows of the cluster now: itself. */
  public ClusterView view() {
    LogFacts facts = log.facts();
    return new ClusterView(
        "secondary",
        id,
        "read-only",
        log.failure().map(Throwable::getMessage).orElse(null),
        facts.logId().orElse(null),
        facts.epoch(),
        facts.first(),
        log.length(),
        replica.buffered(),
        0,
        0,
        0,
        List.of());
  }

  /** Stops registering, finishes the current delivery and refuses later ones. */
  @Override
  public void close() {
    if (joiner != null) {
      joiner.stop();
    }
    replica.close();
  }
}
