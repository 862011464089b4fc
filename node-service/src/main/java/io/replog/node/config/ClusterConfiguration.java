package io.replog.node.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.report.MasterMetrics;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.threads.SystemThreads;
import io.replog.core.voting.Mandate;
import io.replog.http.client.Forwarding;
import io.replog.http.client.NodeClients;
import io.replog.http.security.ClusterToken;
import io.replog.master.config.RoleParts;
import io.replog.node.election.Grants;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The node over its log, with what it needs from outside. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

  @Bean(destroyMethod = "close")
  NodeClients clients(ObjectMapper json, ClusterToken token, ClusterNodeProperties properties) {
    return new RoleParts(properties).clients(json, token);
  }

  @Bean(destroyMethod = "close")
  Forwarding forwarding(ClusterNodeProperties properties) {
    return new Forwarding(properties.forward().maxWaiting(), properties.heartbeat().timeout());
  }

  @Bean
  MasterRole.Ports masterPorts(
      ClusterNodeProperties properties,
      NodeClients clients,
      CircuitBreakerRegistry breakers,
      SystemThreads threads,
      MasterMetrics metrics) {
    RoleParts parts = new RoleParts(properties);
    return new MasterRole.Ports(
        new QuickClients(clients),
        secondary -> parts.attempts(secondary, breakers),
        new QuickThreads(threads),
        () -> UUID.randomUUID().toString(),
        metrics);
  }

  @Bean(destroyMethod = "close")
  ElectedNode electedNode(
      OwnVoter self,
      ElectedNode.Data data,
      MasterRole.Ports ports,
      ReplicaMetrics metrics,
      Grants grants) {
    Function<Mandate, MasterRole> masters =
        mandate -> new MasterRole(data.log(), self.settings(), ports, Optional.of(mandate));
    return new ElectedNode(
        new ElectedNode.Identity(self.voter().id(), UUID.randomUUID().toString()),
        data,
        new ElectedNode.Ports(masters, grants, metrics, ports.threads()));
  }
}
