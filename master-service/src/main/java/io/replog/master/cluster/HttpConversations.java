package io.replog.master.cluster;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.log.DurableLog;
import io.replog.master.link.HttpLinks;
import io.replog.master.membership.Heartbeat;
import io.replog.master.membership.Secondary;
import io.replog.master.replication.ReplacedLogs;
import io.replog.master.replication.ReplicationEvents;
import io.replog.master.replication.ReplicationSettings;
import io.replog.master.replication.Replicator;
import io.replog.master.retry.BackOffAttempts;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Conversations over HTTP, with pauses and a circuit breaker for each secondary. */
public record HttpConversations(
    HttpLinks links,
    CircuitBreakerRegistry breakers,
    BackOffAttempts.BackOff backOff,
    DurableLog log,
    ReplacedLogs replaced,
    ReplicationSettings settings,
    ReplicationEvents events,
    Executor executor,
    Duration heartbeatInterval)
    implements Cluster.Conversations {

  @Override
  public Conversation with(
      Secondary secondary, Replicator.Target target, Heartbeat.Listener listener) {
    var breaker = breakers.circuitBreaker(secondary.url().toString());
    var replicator =
        new Replicator(
            target,
            links.linkTo(secondary.url()),
            new BackOffAttempts(breaker, backOff),
            log,
            replaced,
            settings,
            events,
            executor);
    var heartbeat =
        new Heartbeat(
            secondary,
            links.probeOf(secondary.url()),
            heartbeatInterval,
            System::nanoTime,
            listener);
    return new Conversation(replicator, heartbeat);
  }
}
