package io.replog.secondary.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.voting.TakingBack;
import io.replog.http.client.NodeClients;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.reading.Holders;
import io.replog.http.reading.Views;
import io.replog.http.security.ClusterToken;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.storage.Storage;
import io.replog.secondary.faults.FaultySecondary;
import io.replog.secondary.reading.FollowerViews;
import io.replog.secondary.role.Receiving;
import io.replog.secondary.role.RoleReceiving;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the secondary's role its settings and its ports. */
@Configuration(proxyBeanMethods = false)
class SecondaryConfiguration {

  /** The longest wait for the master. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int CONNECTIONS = 2;

  @Bean(destroyMethod = "close")
  NodeClients clients(ObjectMapper json, ClusterToken token) {
    return new NodeClients(json, token, CONNECTIONS, TIMEOUT, TIMEOUT);
  }

  @Bean(destroyMethod = "close")
  SecondaryRole secondary(
      SecondaryProperties properties, ElectedNode.Data data, ReplicaMetrics metrics) {
    if (properties.takeBack()) {
      TakingBack.takeBack(data.log());
    }
    return new SecondaryRole(properties.id(), UUID.randomUUID().toString(), data, metrics);
  }

  @Bean
  Receiving receiving(SecondaryRole secondary) {
    return new RoleReceiving(secondary);
  }

  @Bean
  FaultySecondary faultySecondary(
      Receiving receiving, Shutdown shutdown, SecondaryProperties properties) {
    return new FaultySecondary(
        receiving,
        shutdown,
        () -> ThreadLocalRandom.current().nextLong(),
        properties.initialFaults());
  }

  /**
   * DOWN once the log refuses commits although its disk works: only a restart helps. Part of
   * liveness.
   */
  @Bean
  HealthIndicator workingHealthIndicator(DurableLog log, Storage storage) {
    return () ->
        log.failure().isPresent() && storage.failure().isEmpty()
            ? Health.down().withDetail("reason", "restart this node").build()
            : Health.up().build();
  }

  /** A secondary knows only of itself. */
  @Bean
  Holders holders(SecondaryProperties properties) {
    return order -> List.of(properties.id());
  }

  @Bean
  Views views(DurableLog log, MajorityLog majority) {
    return new FollowerViews(log, majority);
  }
}
