package io.replog.master.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.core.MasterSettings;
import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.core.transport.Attempts;
import io.replog.http.client.NodeClients;
import io.replog.http.security.ClusterToken;
import io.replog.master.retry.BackOffAttempts;
import java.net.URI;
import java.util.List;

/** What the role of a master is built from, by a node's settings. */
public record RoleParts(MasteringProperties properties) {

  /** Connections to one secondary besides those for deliveries: heartbeats, status. */
  private static final int FURTHER_CONNECTIONS = 4;

  public NodeClients clients(ObjectMapper json, ClusterToken token) {
    return new NodeClients(
        json,
        token,
        properties.replication().maxInFlight() + FURTHER_CONNECTIONS,
        properties.replication().requestTimeout(),
        properties.heartbeat().timeout());
  }

  public Attempts attempts(Secondary secondary, CircuitBreakerRegistry breakers) {
    var replication = properties.replication();
    return new BackOffAttempts(
        breakers,
        secondary.id() + " at " + secondary.url(),
        new BackOffAttempts.BackOff(
            replication.retryInitial().toMillis(),
            replication.retryMultiplier(),
            replication.retryMax().toMillis()));
  }

  /**
   * The role's settings.
   *
   * @param id this node's, as other nodes know it
   * @param listed the URLs of secondaries that count from the start
   */
  public MasterSettings settings(String id, List<URI> listed, boolean requiresQuorum) {
    var write = properties.write();
    var heartbeat = properties.heartbeat();
    return new MasterSettings(
        id,
        listed,
        requiresQuorum,
        write.maxWaiting(),
        new Appender.Bounds(write.maxAppending(), write.maxQueued().toBytes()),
        window(properties.replication()),
        heartbeat.interval(),
        new FailureDetector.Patience(
            heartbeat.suspectAfter().toNanos(), heartbeat.unhealthyAfter().toNanos()));
  }

  private static Window window(MasterProperties.Replication replication) {
    return new Window(
        replication.usualInFlight(),
        replication.maxInFlight(),
        replication.batchMessages(),
        replication.batchSize().toBytes(),
        replication.spacing().toNanos(),
        replication.gathering().toNanos(),
        replication.catchUpPause());
  }
}
