package io.replog.master.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.core.MasterRole;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.SystemThreads;
import io.replog.core.voting.TakingBack;
import io.replog.http.client.NodeClients;
import io.replog.http.reading.Holders;
import io.replog.http.reading.Views;
import io.replog.http.security.ClusterToken;
import io.replog.http.settings.ConfigurationException;
import io.replog.log.DurableLog;
import io.replog.master.role.Mastering;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the role of a fixed master its settings and its ports. */
@Configuration(proxyBeanMethods = false)
class MasterConfiguration {

  @Bean(destroyMethod = "close")
  NodeClients clients(ObjectMapper json, ClusterToken token, MasterProperties properties) {
    return new RoleParts(properties).clients(json, token);
  }

  @Bean(destroyMethod = "close")
  MasterRole master(
      DurableLog log,
      MasterProperties properties,
      NodeClients clients,
      CircuitBreakerRegistry breakers,
      SystemThreads threads,
      MasterMetrics metrics) {
    refuseElected(log, properties);
    RoleParts parts = new RoleParts(properties);
    return new MasterRole(
        log,
        parts.settings(properties.id(), properties.secondaryUrls(), properties.quorum().required()),
        new MasterRole.Ports(
            clients,
            secondary -> parts.attempts(secondary, breakers),
            threads,
            () -> UUID.randomUUID().toString(),
            metrics));
  }

  private static void refuseElected(DurableLog log, MasterProperties properties) {
    if (properties.takeBack()) {
      TakingBack.takeBack(log);
    } else if (TakingBack.isElected(log)) {
      throw new ConfigurationException(
          "the log in %s (DATA_DIR) is of a cluster that elects its masters: start node-service over"
                  .formatted(properties.dataDir())
              + " it; or, once all its nodes are stopped for good, set replog.take-back"
              + " (REPLOG_TAKEBACK) = true on each of them for one start");
    }
  }

  @Bean
  Mastering mastering(MasterRole master) {
    return () -> Optional.of(master);
  }

  @Bean
  Holders holders(MasterRole master) {
    return master::holders;
  }

  /** Readers see everything that this node has stored. */
  @Bean
  Views views(DurableLog log) {
    return Views.whole(log);
  }
}
