package io.replog.node.config;

import io.replog.http.settings.AtMost;
import io.replog.http.settings.ConfigurationException;
import io.replog.http.settings.ExperimentSettings;
import io.replog.http.settings.InRange;
import io.replog.http.settings.NodeLimits;
import io.replog.http.settings.ReadSettings;
import io.replog.http.settings.Setting;
import io.replog.http.settings.StorageSettings;
import io.replog.master.config.MasterProperties.Batch;
import io.replog.master.config.MasterProperties.Heartbeat;
import io.replog.master.config.MasterProperties.Replication;
import io.replog.master.config.MasterProperties.Write;
import io.replog.master.config.MasteringProperties;
import io.replog.node.listing.NodeId;
import io.replog.node.listing.NodeList;
import io.replog.node.listing.NodeList.Listed;
import io.replog.secondary.config.FollowingProperties;
import io.replog.secondary.config.SecondaryProperties.DeliveryBounds;
import io.replog.secondary.config.SecondaryProperties.FaultSettings;
import io.replog.secondary.config.SecondaryProperties.GapBufferBounds;
import io.replog.secondary.config.SecondaryProperties.SetAsideBounds;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of a node that may be elected, under {@code replog}.
 *
 * @param id this node's server id
 * @param dataDir folder of its data
 * @param clusterToken secret of the cluster, empty for none
 * @param nodes the nodes that found the cluster, {@code id=url} each; the same on all
 * @param join any node of the cluster that takes this one in; empty on those that found it
 * @param advertisedUrl where others reach a node that is added; empty for localhost
 * @param members how long changes of the voters are waited for
 * @param election the engine that elects
 * @param forward how this node passes on what only the master can answer
 * @param setAside bounds of what is kept of messages that a failover cut
 * @param write what writers may ask for
 * @param batch bounds of a batch of messages
 * @param replication how the master sends and retries deliveries
 * @param heartbeat how the master watches the others
 * @param delivery bounds of one delivery
 * @param gapBuffer bounds of the entries held beyond a gap
 * @param replicationDelay seconds slept before a delivery is stored; {@code faults.delay} overrides
 *     it
 * @param faults how this node misbehaves from the start
 * @param experiments whether the log may be emptied
 * @param limits bounds of requests
 * @param read bounds of reads that wait
 * @param storage memory of the storage
 */
@ConfigurationProperties(prefix = "replog", ignoreUnknownFields = false)
@AtMost(setting = "limits.message", bound = "batch.body", reserve = NodeLimits.AROUND_A_MESSAGE)
@AtMost(setting = "batch.body", bound = "limits.bodies")
@AtMost(setting = "delivery.body", bound = "limits.bodies")
public record ClusterNodeProperties(
    String id,
    Path dataDir,
    @DefaultValue("") String clusterToken,
    @DefaultValue List<String> nodes,
    @DefaultValue("") String join,
    @DefaultValue("") String advertisedUrl,
    @DefaultValue @Valid Members members,
    @DefaultValue @Valid Election election,
    @DefaultValue @Valid Forward forward,
    @DefaultValue @Valid SetAsideBounds setAside,
    @DefaultValue @Valid Write write,
    @DefaultValue @Valid Batch batch,
    @DefaultValue @Valid Replication replication,
    @DefaultValue @Valid Heartbeat heartbeat,
    @DefaultValue @Valid DeliveryBounds delivery,
    @DefaultValue @Valid GapBufferBounds gapBuffer,
    @InRange(min = "0", max = "3600") @DefaultValue("0") BigDecimal replicationDelay,
    @DefaultValue @Valid FaultSettings faults,
    @DefaultValue ExperimentSettings experiments,
    @NotNull @Valid NodeLimits limits,
    @DefaultValue @Valid ReadSettings read,
    @DefaultValue @Valid StorageSettings storage)
    implements MasteringProperties, FollowingProperties {

  public ClusterNodeProperties {
    String givenId = id;
    List<String> given = nodes;
    Setting.named("replog.id (SERVER_ID)", () -> NodeId.check(givenId));
    join = optionalUrl("replog.join (REPLOG_JOIN)", join);
    advertisedUrl = optionalUrl("replog.advertised-url (ADVERTISED_URL)", advertisedUrl);
    if (join.isEmpty()) {
      Setting.named("replog.nodes (REPLOG_NODES)", () -> listing(givenId, given));
    } else if (!String.join("", given).isBlank()) {
      throw new ConfigurationException(
          "replog.join (REPLOG_JOIN): is for a node that is added later, and replog.nodes"
              + " (REPLOG_NODES) for those that found the cluster: set one of the two");
    }
  }

  private static String optionalUrl(String name, String given) {
    return given.isBlank() ? "" : Setting.named(name, () -> Setting.baseUrl(given)).toString();
  }

  private static NodeList listing(String id, List<String> given) {
    NodeList listed = NodeList.parse(given);
    if (listed.find(id).isEmpty()) {
      throw new IllegalArgumentException(
          "does not list this node, \"%s\" (SERVER_ID)".formatted(id));
    }
    return listed;
  }

  /** The nodes that found the cluster; none on a node that is added later. */
  public NodeList listed() {
    return join.isEmpty() ? NodeList.parse(nodes) : NodeList.NONE;
  }

  /** A node of the cluster that takes this one in; empty on those that found it. */
  public Optional<URI> joined() {
    return join.isEmpty() ? Optional.empty() : Optional.of(URI.create(join));
  }

  /** Where the others and clients reach this node, which listens on {@code port}. */
  public URI url(int port) {
    return listed()
        .find(id)
        .map(Listed::url)
        .orElseGet(
            () -> URI.create(advertisedUrl.isEmpty() ? "http://localhost:" + port : advertisedUrl));
  }

  /**
   * {@code replog.members}.
   *
   * @param patience how long a request that adds or removes a voter waits, unless it says so
   */
  public record Members(@InRange(min = "1ms", max = "1h") @DefaultValue("30s") Duration patience) {}

  /**
   * {@code replog.election}.
   *
   * @param port where this node's engine listens; null for its HTTP port and 1000 more
   * @param timeoutMin the shortest silence of the elected node after which another asks for votes
   * @param timeoutMax the longest one
   */
  public record Election(
      @InRange(min = "1", max = "65535") Integer port,
      @InRange(min = "100ms", max = "1h") @DefaultValue("1s") Duration timeoutMin,
      @InRange(min = "100ms", max = "1h") @DefaultValue("2s") Duration timeoutMax) {

    public Election {
      if (timeoutMin.compareTo(timeoutMax) >= 0) {
        throw new ConfigurationException(
            "replog.election.timeout-min = \"%s\": must be less than timeout-max, which is %s"
                .formatted(Setting.text(timeoutMin), Setting.text(timeoutMax)));
      }
    }
  }

  /**
   * {@code replog.forward}.
   *
   * @param patience how long a request without a timeout waits for a master
   * @param maxWaiting the most requests that this node passes on at a time; more get 503
   */
  public record Forward(
      @InRange(min = "0s", max = "1h") @DefaultValue("5s") Duration patience,
      @InRange(min = "1", max = "1000000") @DefaultValue("5000") int maxWaiting) {}
}
