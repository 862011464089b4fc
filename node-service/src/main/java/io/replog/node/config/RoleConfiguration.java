package io.replog.node.config;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.reading.Holders;
import io.replog.http.reading.Views;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.storage.Storage;
import io.replog.master.role.Mastering;
import io.replog.model.Voter;
import io.replog.secondary.faults.FaultySecondary;
import io.replog.secondary.reading.MajorityViews;
import io.replog.secondary.role.Receiving;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the controllers of a master and of a secondary get of this node, in either role. */
@Configuration(proxyBeanMethods = false)
class RoleConfiguration {

  @Bean
  Mastering mastering(ElectedNode node, DurableLog log) {
    return new Mastering() {
      @Override
      public Optional<MasterRole> now() {
        return node.reigning();
      }

      @Override
      public String shown(String id) {
        return log.facts().voters().flatMap(all -> all.find(id)).map(Voter::server).orElse(id);
      }
    };
  }

  @Bean
  Receiving receiving(ElectedNode node) {
    return new NodeReceiving(node);
  }

  @Bean
  FaultySecondary faultySecondary(
      Receiving receiving, Shutdown shutdown, ClusterNodeProperties properties) {
    return new FaultySecondary(
        receiving,
        shutdown,
        () -> ThreadLocalRandom.current().nextLong(),
        properties.initialFaults());
  }

  @Bean
  Views views(DurableLog log, MajorityLog majority) {
    return new MajorityViews(log, majority);
  }

  /** The master knows who holds a message; any other node knows of itself. */
  @Bean
  Holders holders(Mastering mastering, ClusterNodeProperties properties) {
    return order ->
        mastering
            .now()
            .map(role -> role.holders(order).stream().map(mastering::shown).toList())
            .orElseGet(() -> List.of(properties.id()));
  }

  /** DOWN once only a restart helps. Part of liveness. */
  @Bean
  HealthIndicator workingHealthIndicator(DurableLog log, Storage storage, Mastering mastering) {
    return () -> {
      boolean unforeseen = log.failure().isPresent() && storage.failure().isEmpty();
      boolean broken = mastering.now().filter(role -> role.mode().isBroken()).isPresent();
      return unforeseen || broken
          ? Health.down().withDetail("reason", "restart this node").build()
          : Health.up().build();
    };
  }

  /** DOWN while this node takes over, or cannot do its work. Part of readiness. */
  @Bean
  HealthIndicator roleHealthIndicator(Mastering mastering) {
    return () ->
        mastering
            .now()
            .flatMap(role -> role.mode().fault())
            .map(fault -> Health.down().withDetail("reason", fault))
            .orElseGet(Health::up)
            .build();
  }
}
