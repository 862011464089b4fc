package io.replog.secondary.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.json.BodyBudget;
import io.replog.http.json.BodyReader;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.reading.Holders;
import io.replog.http.security.ClusterToken;
import io.replog.http.startup.Setting;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.rocksdb.RocksStorage;
import io.replog.log.storage.Storage;
import io.replog.secondary.faults.FaultyReplica;
import io.replog.secondary.replica.Replica;
import io.replog.secondary.replica.ReplicaEvents;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the parts of a secondary are put together. */
@Configuration(proxyBeanMethods = false)
class SecondaryConfiguration {

  @Bean
  ClusterToken clusterToken(SecondaryProperties properties) {
    return Setting.named(
        "replog.cluster-token (CLUSTER_TOKEN)", () -> new ClusterToken(properties.clusterToken()));
  }

  @Bean
  RunId runId() {
    return new RunId(UUID.randomUUID().toString());
  }

  @Bean
  BodyReader bodies(SecondaryProperties properties) {
    return new BodyReader(new BodyBudget(properties.limits().bodies().toBytes()));
  }

  @Bean(destroyMethod = "close")
  Storage storage(SecondaryProperties properties) {
    return RocksStorage.open(
        properties.dataDir().resolve("rocksdb"), properties.storage().toRocks());
  }

  @Bean(destroyMethod = "")
  DurableLog durableLog(Storage storage) {
    return new DurableLog(storage);
  }

  @Bean
  GapBuffer gapBuffer(Storage storage, SecondaryProperties properties) {
    var bounds = properties.gapBuffer();
    return new GapBuffer(storage, bounds.messages(), bounds.size().toBytes());
  }

  @Bean
  Replica replica(DurableLog log, GapBuffer gap, ReplicaEvents events) {
    return new Replica(log, gap, events);
  }

  @Bean
  FaultyReplica faultyReplica(Replica replica, Shutdown shutdown, SecondaryProperties properties) {
    return new FaultyReplica(
        replica,
        shutdown,
        () -> ThreadLocalRandom.current().nextLong(),
        properties.initialFaults());
  }

  /** A secondary knows only of itself. */
  @Bean
  Holders holders(SecondaryProperties properties) {
    return order -> List.of(properties.id());
  }

  @Bean
  Joining joining(
      SecondaryProperties properties, ClusterToken token, RunId run, ObjectMapper json) {
    return new Joining(properties, token, run, json);
  }
}
