package io.replog.master.config;

import io.replog.http.settings.AtMost;
import io.replog.http.settings.DeliveryLimits;
import io.replog.http.settings.ExperimentSettings;
import io.replog.http.settings.InRange;
import io.replog.http.settings.NodeLimits;
import io.replog.http.settings.ReadSettings;
import io.replog.http.settings.Setting;
import io.replog.http.settings.StorageSettings;
import io.replog.model.WriteConcern;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a master, under {@code replog}.
 *
 * @param id this node's id
 * @param dataDir folder of its data
 * @param clusterToken secret of the cluster, empty for none
 * @param secondaries base URLs of secondaries that count from the start
 * @param takeBack whether this node takes its log back from a cluster that elected its masters
 * @param write what writers may ask for
 * @param batch bounds of a batch of messages
 * @param replication how the master sends and retries deliveries
 * @param heartbeat how the master watches secondaries
 * @param quorum whether the master accepts messages only while a majority is healthy
 * @param experiments whether the log may be emptied
 * @param limits bounds of requests
 * @param read bounds of reads that wait
 * @param storage memory of the storage
 */
@ConfigurationProperties(prefix = "replog", ignoreUnknownFields = false)
@AtMost(setting = "limits.message", bound = "batch.body", reserve = NodeLimits.AROUND_A_MESSAGE)
@AtMost(setting = "batch.body", bound = "limits.bodies")
public record MasterProperties(
    String id,
    Path dataDir,
    @DefaultValue("") String clusterToken,
    @DefaultValue List<String> secondaries,
    @DefaultValue("false") boolean takeBack,
    @DefaultValue @Valid Write write,
    @DefaultValue @Valid Batch batch,
    @DefaultValue @Valid Replication replication,
    @DefaultValue @Valid Heartbeat heartbeat,
    @DefaultValue Quorum quorum,
    @DefaultValue ExperimentSettings experiments,
    @NotNull @Valid NodeLimits limits,
    @DefaultValue @Valid ReadSettings read,
    @DefaultValue @Valid StorageSettings storage)
    implements MasteringProperties {

  public MasterProperties {
    String givenId = id;
    List<String> given = secondaries;
    Setting.named("replog.id (SERVER_ID)", () -> Setting.serverId(givenId));
    secondaries = Setting.named("replog.secondaries (SECONDARIES)", () -> baseUrls(given));
  }

  private static List<String> baseUrls(List<String> given) {
    return given.stream()
        .filter(url -> !url.isBlank())
        .map(url -> Setting.baseUrl(url).toString())
        .distinct()
        .toList();
  }

  public List<URI> secondaryUrls() {
    return secondaries.stream().map(URI::create).toList();
  }

  /**
   * {@code replog.write}.
   *
   * @param defaultW the write concern of a request that gives none
   * @param defaultTimeout how long such a request waits; null to wait until its concern is met
   * @param maxTimeout the longest that a request may ask for
   * @param maxWaiting the most messages that writers wait for; beyond it, a write that needs
   *     another node gets 503
   * @param maxAppending the most requests that wait for the disk; more get 503
   * @param maxQueued the most bytes of messages that wait for the disk; more get 503
   * @param forward whether a node that is not master passes writes on to it; read by nodes that
   *     elect their master, and allowed here so that one file can serve all
   */
  @AtMost(setting = "defaultTimeout", bound = "maxTimeout")
  public record Write(
      @DefaultValue("all") String defaultW,
      @InRange(min = "1ms", max = "365d") Duration defaultTimeout,
      @InRange(min = "1ms", max = "365d") @DefaultValue("24h") Duration maxTimeout,
      @InRange(min = "1", max = "1000000") @DefaultValue("15000") int maxWaiting,
      @InRange(min = "1", max = "1000000") @DefaultValue("15000") int maxAppending,
      @InRange(min = "1B", max = "64GB") @DefaultValue("64MB") DataSize maxQueued,
      @DefaultValue("true") boolean forward) {
    public Write {
      String given = defaultW;
      Setting.named(
          "replog.write.default-w = \"%s\"".formatted(given), () -> WriteConcern.parse(given));
    }

    public Optional<Duration> timeout() {
      return Optional.ofNullable(defaultTimeout);
    }

    public WriteConcern defaultConcern() {
      return WriteConcern.parse(defaultW);
    }
  }

  /** {@code replog.batch}: the most messages and bytes of one batch. */
  public record Batch(
      @InRange(min = "1", max = "1000000") @DefaultValue("10000") int messages,
      @InRange(min = "1KB", max = "1GB") @DefaultValue("16MB") DataSize body) {}

  /**
   * {@code replog.replication}.
   *
   * @param usualInFlight requests to one secondary in flight before messages gather
   * @param maxInFlight the most requests to one secondary in flight
   * @param spacing the least pause between requests beyond the usual ones
   * @param gathering how long messages gather for a secondary, counted from the last request to it,
   *     while no writer waits for them to be acknowledged
   * @param catchUpPause how long the master pauses a catch-up after each request while others
   *     write, as a multiple of the time that the request took
   * @param batchMessages the most messages in one request
   * @param batchSize the most bytes in one request, unless one message alone has more
   * @param requestTimeout the longest wait for an acknowledgement; above any normal delay
   * @param retryInitial the first pause after a failure, before randomisation
   * @param retryMultiplier from one pause to the next
   * @param retryMax the longest pause
   */
  @AtMost(setting = "usualInFlight", bound = "maxInFlight")
  @AtMost(setting = "retryInitial", bound = "retryMax")
  public record Replication(
      @InRange(min = "1", max = "1000") @DefaultValue("1") int usualInFlight,
      @InRange(min = "1", max = "1000") @DefaultValue("32") int maxInFlight,
      @InRange(min = "1ms", max = "1h") @DefaultValue("5ms") Duration spacing,
      @InRange(min = "0ms", max = "1s") @DefaultValue("2ms") Duration gathering,
      @InRange(min = "0", max = "100") @DefaultValue("2") double catchUpPause,
      @InRange(min = "1", max = DeliveryLimits.MAX_BATCH_MESSAGES) @DefaultValue("2048")
          int batchMessages,
      @InRange(min = "1B", max = DeliveryLimits.MAX_BATCH_SIZE) @DefaultValue("1MB")
          DataSize batchSize,
      @InRange(min = "1ms", max = "24h") @DefaultValue("30s") Duration requestTimeout,
      @InRange(min = "1ms", max = "1h") @DefaultValue("100ms") Duration retryInitial,
      @InRange(min = "1.01", max = "100") @DefaultValue("2") double retryMultiplier,
      @InRange(min = "1ms", max = "1h") @DefaultValue("10s") Duration retryMax) {}

  /**
   * {@code replog.heartbeat}.
   *
   * @param interval between two requests
   * @param timeout the longest wait for an answer
   * @param suspectAfter silence after which a secondary is SUSPECTED
   * @param unhealthyAfter silence after which it is UNHEALTHY
   */
  @AtMost(setting = "interval", bound = "suspectAfter")
  @AtMost(setting = "suspectAfter", bound = "unhealthyAfter")
  @AtMost(setting = "timeout", bound = "unhealthyAfter")
  public record Heartbeat(
      @InRange(min = "10ms", max = "1h") @DefaultValue("500ms") Duration interval,
      @InRange(min = "10ms", max = "1h") @DefaultValue("1s") Duration timeout,
      @InRange(min = "10ms", max = "1h") @DefaultValue("1500ms") Duration suspectAfter,
      @InRange(min = "10ms", max = "1h") @DefaultValue("4s") Duration unhealthyAfter) {}

  /** {@code replog.quorum}. */
  public record Quorum(@DefaultValue("false") boolean required) {}
}
