package io.replog.core.view;

import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.membership.Membership;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.core.replication.Replication;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import java.time.temporal.ChronoUnit;

/** Builds a master's {@link ClusterView}. */
public final class MasterView {

  private static final double NANOS = 1e9;

  private final String id;
  private final DurableLog log;
  private final Mode mode;
  private final Membership membership;
  private final Replication replication;
  private final PendingWrites pending;
  private final CommitTimes times;

  public MasterView(
      String id,
      DurableLog log,
      Mode mode,
      Membership membership,
      Replication replication,
      PendingWrites pending,
      CommitTimes times) {
    this.id = id;
    this.log = log;
    this.mode = mode;
    this.membership = membership;
    this.replication = replication;
    this.pending = pending;
    this.times = times;
  }

  public ClusterView now() {
    LogFacts facts = log.facts();
    long length = log.length();
    long now = System.nanoTime();
    return new ClusterView(
        "master",
        id,
        mode.label(),
        mode.fault().orElse(null),
        facts.logId().orElse(null),
        facts.epoch(),
        facts.first(),
        length,
        0,
        membership.nodes(),
        membership.healthy(),
        pending.count(),
        membership.members().stream().map(each -> view(each, length, now)).toList());
  }

  private SecondaryView view(Secondary secondary, long length, long now) {
    long acknowledged = secondary.acknowledged();
    var condition = secondary.condition();
    return new SecondaryView(
        secondary.id(),
        secondary.url().toString(),
        condition.map(c -> c.trouble().name()).orElseGet(() -> secondary.status(now).name()),
        acknowledged,
        Math.max(0, length - acknowledged),
        times.lagNanos(acknowledged, length, now) / NANOS,
        secondary.lastSeen().map(time -> time.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
        secondary.counts(),
        secondary.isReached(),
        secondary.progress().isConnected(),
        secondary.progress().inFlight(),
        replication.breaker(secondary),
        condition.map(Secondary.Condition::reason).orElse(null),
        secondary.lastFailure().orElse(null));
  }
}
