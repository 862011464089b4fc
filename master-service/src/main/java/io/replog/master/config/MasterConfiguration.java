package io.replog.master.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.http.json.BodyBudget;
import io.replog.http.json.BodyReader;
import io.replog.http.reading.Holders;
import io.replog.http.security.ClusterToken;
import io.replog.http.startup.Setting;
import io.replog.log.DurableLog;
import io.replog.log.rocksdb.RocksStorage;
import io.replog.log.storage.Storage;
import io.replog.master.append.Acknowledgements;
import io.replog.master.append.AppendEvents;
import io.replog.master.append.Appender;
import io.replog.master.append.PendingWrites;
import io.replog.master.append.Writes;
import io.replog.master.cluster.Cluster;
import io.replog.master.cluster.ClusterEvents;
import io.replog.master.cluster.HttpConversations;
import io.replog.master.link.HttpLinks;
import io.replog.master.membership.FailureDetector;
import io.replog.master.membership.LogMemberStore;
import io.replog.master.membership.Membership;
import io.replog.master.membership.Quorum;
import io.replog.master.mode.Mode;
import io.replog.master.recovery.TakeOver;
import io.replog.master.recovery.TakeOverEvents;
import io.replog.master.replication.ReplicationEvents;
import io.replog.master.replication.ReplicationSettings;
import io.replog.master.retry.BackOffAttempts;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the parts of a master are put together. */
@Configuration(proxyBeanMethods = false)
class MasterConfiguration {

  @Bean
  ClusterToken clusterToken(MasterProperties properties) {
    return Setting.named(
        "replog.cluster-token (CLUSTER_TOKEN)", () -> new ClusterToken(properties.clusterToken()));
  }

  @Bean
  BodyReader bodies(MasterProperties properties) {
    return new BodyReader(new BodyBudget(properties.limits().bodies().toBytes()));
  }

  @Bean(destroyMethod = "close")
  Storage storage(MasterProperties properties) {
    return RocksStorage.open(
        properties.dataDir().resolve("rocksdb"), properties.storage().toRocks());
  }

  @Bean(destroyMethod = "")
  DurableLog durableLog(Storage storage) {
    return new DurableLog(storage);
  }

  @Bean
  StoredReplacedLogs replacedLogs(DurableLog log) {
    return new StoredReplacedLogs(log);
  }

  @Bean
  Mode mode(DurableLog log, MasterProperties properties, ObjectProvider<Membership> membership) {
    return new Mode(
        log::failure, () -> !properties.quorum().required() || hasQuorum(membership.getObject()));
  }

  private static boolean hasQuorum(Membership membership) {
    return Quorum.isPresent(membership.nodes(), membership.healthy());
  }

  @Bean(destroyMethod = "close")
  ExecutorService deliveryThreads() {
    // Platform threads: few, mostly waiting for an answer, which wakes one of them directly and a
    // virtual one by way of two others. As many as there are deliveries under way, at most.
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().name("delivery-", 0).daemon().factory());
  }

  @Bean(destroyMethod = "close")
  HttpLinks links(ObjectMapper json, ClusterToken token, MasterProperties properties) {
    return new HttpLinks(
        json,
        token,
        properties.replication().maxInFlight() + 4,
        properties.replication().requestTimeout(),
        properties.heartbeat().timeout());
  }

  @Bean(destroyMethod = "close")
  Cluster cluster(
      HttpLinks links,
      CircuitBreakerRegistry breakers,
      DurableLog log,
      StoredReplacedLogs replaced,
      Mode mode,
      MasterProperties properties,
      ReplicationEvents replicationEvents,
      ClusterEvents clusterEvents,
      ExecutorService deliveryThreads) {
    var replication = properties.replication();
    var conversations =
        new HttpConversations(
            links,
            breakers,
            new BackOffAttempts.BackOff(
                replication.retryInitial().toMillis(),
                replication.retryMultiplier(),
                replication.retryMax().toMillis()),
            log,
            replaced,
            ReplicationSettings.of(
                replication.usualInFlight(),
                replication.maxInFlight(),
                replication.batchMessages(),
                replication.spacing().toNanos(),
                replication.gathering().toNanos(),
                replication.catchUpPause(),
                replication.batchSize().toBytes()),
            replicationEvents,
            deliveryThreads,
            properties.heartbeat().interval());
    return new Cluster(conversations, log, mode, clusterEvents);
  }

  @Bean
  Membership membership(MasterProperties properties, DurableLog log, Cluster cluster) {
    var heartbeat = properties.heartbeat();
    return new Membership(
        properties.id(),
        new LogMemberStore(log),
        new FailureDetector.Patience(
            heartbeat.suspectAfter().toNanos(), heartbeat.unhealthyAfter().toNanos()),
        System::nanoTime,
        cluster);
  }

  @Bean
  Acknowledgements acknowledgements(MasterProperties properties, Membership membership) {
    return new Acknowledgements(properties.id(), membership::secondaries);
  }

  @Bean
  Holders holders(Acknowledgements acknowledgements) {
    return acknowledgements::names;
  }

  @Bean
  PendingWrites pendingWrites(Acknowledgements acknowledgements) {
    return new PendingWrites(acknowledgements);
  }

  @Bean(destroyMethod = "close")
  Appender appender(
      DurableLog log,
      Mode mode,
      MasterProperties properties,
      Cluster cluster,
      AppendEvents events) {
    return new Appender(
        log,
        mode,
        new Appender.Bounds(
            properties.write().maxWaiting(), properties.write().maxQueued().toBytes()),
        cluster::signal,
        events);
  }

  @Bean
  Writes writes(
      Appender appender,
      Acknowledgements acknowledgements,
      PendingWrites pending,
      MasterProperties properties) {
    return new Writes(appender, acknowledgements, pending, properties.write().maxWaiting());
  }

  @Bean
  TakeOver takeOver(
      DurableLog log,
      StoredReplacedLogs replaced,
      MasterProperties properties,
      Membership membership,
      TakeOverEvents events) {
    return new TakeOver(
        log,
        replaced,
        (agreed, ownLog) ->
            !properties.quorum().required()
                || Quorum.canTakeOver(membership.nodes(), agreed, ownLog),
        () -> UUID.randomUUID().toString(),
        events);
  }
}
