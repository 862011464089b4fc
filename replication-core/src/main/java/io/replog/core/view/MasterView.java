package io.replog.core.view;

import io.replog.core.membership.Membership;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.core.replication.Reign;
import io.replog.core.replication.Replication;
import io.replog.log.storage.LogFacts;
import java.time.temporal.ChronoUnit;

/** Builds a master's {@link ClusterView}. */
public final class MasterView {

  private static final double NANOS = 1e9;

  private final String id;
  private final Reign reign;
  private final Replication replication;
  private final CommitTimes times;

  /** {@code id}: the master's. */
  public MasterView(String id, Reign reign, Replication replication, CommitTimes times) {
    this.id = id;
    this.reign = reign;
    this.replication = replication;
    this.times = times;
  }

  public ClusterView now() {
    Mode mode = reign.mode();
    Membership membership = reign.membership();
    LogFacts facts = reign.log().facts();
    long length = reign.log().length();
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
        reign.writers().count(),
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
        replication.pause(secondary).orElse(null),
        condition.map(Secondary.Condition::reason).orElse(null),
        secondary.lastFailure().orElse(null),
        secondary.told().orElse(null));
  }
}
