package io.replog.node.config;

import io.replog.core.ElectedNode;
import io.replog.election.Elections;
import io.replog.election.ratis.RatisElections;
import io.replog.election.ratis.RatisSettings;
import io.replog.http.backup.BackupMark;
import io.replog.http.client.NodeClients;
import io.replog.http.security.ClusterToken;
import io.replog.http.settings.ConfigurationException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import io.replog.master.config.RoleParts;
import io.replog.model.Voter;
import io.replog.node.election.Caretaker;
import io.replog.node.election.Electing;
import io.replog.node.election.Grants;
import io.replog.node.founding.Founder;
import io.replog.node.identity.VoterId;
import io.replog.node.joining.Joining;
import io.replog.node.listing.NodeList;
import io.replog.node.listing.NodeList.Listed;
import io.replog.node.master.CurrentMaster;
import io.replog.node.voters.Newcomers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who this node is, and the engine that elects. */
@Configuration(proxyBeanMethods = false)
class ElectionConfiguration {

  private static final int FAILED = 1;
  private static final int HIGHEST_PORT = 65_535;

  @Bean
  OwnVoter ownVoter(ClusterNodeProperties properties, ServerProperties server, DurableLog log) {
    String id = voterId(properties, log);
    Voter voter = new Voter(id, properties.url(httpPort(server)), port(properties, server));
    return new OwnVoter(voter, new RoleParts(properties).settings(id, List.of(), false));
  }

  private static String voterId(ClusterNodeProperties properties, DurableLog log) {
    Path data = properties.dataDir();
    boolean restored = BackupMark.isIn(data);
    String id = VoterId.of(properties.id(), log, restored, engine(properties), new SecureRandom());
    if (restored) {
      try {
        BackupMark.remove(data);
      } catch (IOException e) {
        throw new StorageException(StorageException.Kind.OTHER, Reason.of(e), e);
      }
    }
    return id;
  }

  @Bean
  Voter self(OwnVoter own) {
    return own.voter();
  }

  private static Path engine(ClusterNodeProperties properties) {
    return properties.dataDir().resolve("election");
  }

  private static int httpPort(ServerProperties server) {
    return server.getPort() == null ? 0 : server.getPort();
  }

  private static int port(ClusterNodeProperties properties, ServerProperties server) {
    if (properties.election().port() != null) {
      return properties.election().port();
    }
    int http = httpPort(server);
    int port = http + NodeList.ELECTION_PORT_OFFSET;
    if (http == 0 || port > HIGHEST_PORT) {
      throw new ConfigurationException(
          "replog.election.port (REPLOG_ELECTION_PORT): must be set where server.port (SERVER_PORT)"
              + " is %d, as it is %d more without it"
                  .formatted(http, NodeList.ELECTION_PORT_OFFSET));
    }
    return port;
  }

  @Bean(destroyMethod = "close")
  Elections elections(
      ClusterNodeProperties properties,
      OwnVoter self,
      ServerProperties server,
      ClusterToken token,
      DurableLog log) {
    var election = properties.election();
    return new RatisElections(
        new RatisSettings(
            engine(properties),
            Caretaker.peer(self.voter()),
            bind(server, token),
            RatisSettings.Timing.elections(election.timeoutMin(), election.timeoutMax()),
            RatisSettings.Bounds.DEFAULT),
        log.facts().epoch());
  }

  /** Where HTTP listens, too. */
  private static String bind(ServerProperties server, ClusterToken token) {
    if (server.getAddress() != null) {
      return server.getAddress().getHostAddress();
    }
    return token.isSet() ? "" : InetAddress.getLoopbackAddress().getHostAddress();
  }

  @Bean
  Grants grants(OwnVoter self, Elections elections) {
    return new Grants(self.voter().id(), elections);
  }

  /** Begins the elections, as early as can be: the engine takes long to start. */
  @Bean
  Electing electing(ElectedNode node, Grants grants, Elections elections) {
    Electing electing = new Electing(node, grants, ElectionConfiguration::end);
    elections.start(electing);
    return electing;
  }

  /** Ends the process, which hands over before if it is master. Does not block. */
  static void end() {
    // The shutdown waits for the thread that calls this.
    Thread.ofPlatform().name("end").start(() -> System.exit(FAILED));
  }

  @Bean
  Newcomers newcomers(ElectedNode node, Elections elections) {
    return new Newcomers(node, elections);
  }

  @Bean(destroyMethod = "close")
  Joining joining(
      ClusterNodeProperties properties,
      OwnVoter self,
      DurableLog log,
      Elections elections,
      NodeClients clients) {
    List<URI> nodes =
        properties
            .joined()
            .map(List::of)
            .orElseGet(() -> properties.listed().nodes().stream().map(Listed::url).toList());
    Joining.Cluster cluster = new Joining.Cluster(nodes, properties.joined().isPresent());
    Voter voter = self.voter();
    Joining.Ways ways =
        new Joining.Ways(
            clients, node -> clients.peer(node).askToJoin(voter.server(), voter.url()));
    return new Joining(voter, cluster, log, elections, ways);
  }

  @Bean
  CurrentMaster currentMaster(
      ElectedNode node, Elections elections, DurableLog log, ClusterNodeProperties properties) {
    return new CurrentMaster(node, elections, log, properties.listed());
  }

  @Bean(destroyMethod = "close")
  Founder founder(
      ClusterNodeProperties properties,
      OwnVoter self,
      ElectedNode node,
      Elections elections,
      NodeClients clients,
      DurableLog log) {
    return new Founder(
        new Founder.Founded(properties.listed(), self.voter()), log, node, elections, clients);
  }
}
