package io.replog.master.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.core.MasterRole;
import io.replog.core.MasterSettings;
import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.SystemThreads;
import io.replog.core.transport.Attempts;
import io.replog.http.client.NodeClients;
import io.replog.http.reading.Holders;
import io.replog.http.security.ClusterToken;
import io.replog.log.DurableLog;
import io.replog.master.retry.BackOffAttempts;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the master's role its settings and its ports. */
@Configuration(proxyBeanMethods = false)
class MasterConfiguration {

  /** Connections to one secondary besides those for deliveries: heartbeats, status. */
  private static final int FURTHER_CONNECTIONS = 4;

  @Bean(destroyMethod = "close")
  NodeClients clients(ObjectMapper json, ClusterToken token, MasterProperties properties) {
    return new NodeClients(
        json,
        token,
        properties.replication().maxInFlight() + FURTHER_CONNECTIONS,
        properties.replication().requestTimeout(),
        properties.heartbeat().timeout());
  }

  @Bean(destroyMethod = "close")
  MasterRole master(
      DurableLog log,
      MasterProperties properties,
      NodeClients clients,
      CircuitBreakerRegistry breakers,
      SystemThreads threads,
      MasterMetrics metrics) {
    return new MasterRole(
        log,
        settings(properties),
        new MasterRole.Ports(
            clients,
            secondary -> attempts(secondary, breakers, properties.replication()),
            threads,
            () -> UUID.randomUUID().toString(),
            metrics));
  }

  private static Attempts attempts(
      Secondary secondary,
      CircuitBreakerRegistry breakers,
      MasterProperties.Replication replication) {
    return new BackOffAttempts(
        breakers,
        secondary.id() + " at " + secondary.url(),
        new BackOffAttempts.BackOff(
            replication.retryInitial().toMillis(),
            replication.retryMultiplier(),
            replication.retryMax().toMillis()));
  }

  private static MasterSettings settings(MasterProperties properties) {
    var write = properties.write();
    var heartbeat = properties.heartbeat();
    return new MasterSettings(
        properties.id(),
        properties.secondaryUrls(),
        properties.quorum().required(),
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

  @Bean
  Holders holders(MasterRole master) {
    return master::holders;
  }
}
