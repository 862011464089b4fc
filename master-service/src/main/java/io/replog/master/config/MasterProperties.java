package io.replog.master.config;

import io.replog.http.startup.NodeLimits;
import io.replog.http.startup.Setting;
import io.replog.http.startup.StorageSettings;
import io.replog.model.WriteConcern;
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
 * @param write what writers may ask for
 * @param batch bounds of a batch of messages
 * @param replication how deliveries are sent and repeated
 * @param heartbeat how secondaries are watched
 * @param quorum whether messages are taken only while a majority is healthy
 * @param experiments whether the log may be emptied
 * @param limits bounds of requests
 * @param storage memory of the storage
 */
@ConfigurationProperties(prefix = "replog", ignoreUnknownFields = false)
public record MasterProperties(
    String id,
    Path dataDir,
    @DefaultValue("") String clusterToken,
    @DefaultValue List<String> secondaries,
    @DefaultValue Write write,
    @DefaultValue Batch batch,
    @DefaultValue Replication replication,
    @DefaultValue Heartbeat heartbeat,
    @DefaultValue Quorum quorum,
    @DefaultValue Experiments experiments,
    NodeLimits limits,
    @DefaultValue StorageSettings storage) {

  private static final long HOUR = 3_600_000;

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
   * @param maxWaiting the most writers that are under way at a time; more are answered 503
   * @param maxQueued what the messages that wait for the disk may take; more are answered 503
   */
  public record Write(
      @DefaultValue("all") String defaultW,
      Duration defaultTimeout,
      @DefaultValue("24h") Duration maxTimeout,
      @DefaultValue("15000") int maxWaiting,
      @DefaultValue("64MB") DataSize maxQueued) {
    public Write {
      WriteConcern.parse(defaultW);
      Setting.inRange("max-timeout", maxTimeout.toMillis(), 1, 8760 * HOUR);
      Setting.inRange("max-waiting", maxWaiting, 1, 1_000_000);
      Setting.inRange("max-queued", maxQueued.toBytes(), 1, DataSize.ofGigabytes(64).toBytes());
      if (defaultTimeout != null) {
        Setting.inRange("default-timeout", defaultTimeout.toMillis(), 1, 8760 * HOUR);
      }
    }

    public Optional<Duration> timeout() {
      return Optional.ofNullable(defaultTimeout);
    }

    public WriteConcern defaultConcern() {
      return WriteConcern.parse(defaultW);
    }
  }

  /** {@code replog.batch}: the most messages and bytes of one batch. */
  public record Batch(@DefaultValue("10000") int messages, @DefaultValue("16MB") DataSize body) {
    public Batch {
      Setting.inRange("messages", messages, 1, 1_000_000);
      Setting.inRange("body", body.toBytes(), 1 << 10, 1L << 30);
    }
  }

  /**
   * {@code replog.replication}.
   *
   * @param usualInFlight requests to one secondary under way before messages gather
   * @param maxInFlight requests to one secondary under way at all
   * @param spacing the least pause between requests beyond the usual ones
   * @param gathering how long messages gather for a secondary, counted from the last request to it,
   *     while no writer waits for them to be acknowledged
   * @param catchUpPause how long a secondary that is far behind pauses after each request while
   *     others write, as a multiple of the time that the request took
   * @param batchMessages the most messages in one request
   * @param batchSize the most bytes in one request, unless one message alone has more
   * @param requestTimeout the longest wait for an acknowledgement; above any delay that is normal
   * @param retryInitial the first pause after a failure, before randomisation
   * @param retryMultiplier from one pause to the next
   * @param retryMax the longest pause
   */
  public record Replication(
      @DefaultValue("1") int usualInFlight,
      @DefaultValue("32") int maxInFlight,
      @DefaultValue("5ms") Duration spacing,
      @DefaultValue("2ms") Duration gathering,
      @DefaultValue("2") double catchUpPause,
      @DefaultValue("2048") int batchMessages,
      @DefaultValue("1MB") DataSize batchSize,
      @DefaultValue("30s") Duration requestTimeout,
      @DefaultValue("100ms") Duration retryInitial,
      @DefaultValue("2") double retryMultiplier,
      @DefaultValue("10s") Duration retryMax) {
    public Replication {
      Setting.inRange("usual-in-flight", usualInFlight, 1, 1000);
      Setting.inRange("max-in-flight", maxInFlight, usualInFlight, 1000);
      Setting.inRange("spacing", spacing.toMillis(), 1, HOUR);
      Setting.inRange("gathering", gathering.toMillis(), 0, 1000);
      Setting.inRange("batch-messages", batchMessages, 1, 10_000);
      Setting.inRange("batch-size", batchSize.toBytes(), 1, 8 << 20);
      Setting.inRange("request-timeout", requestTimeout.toMillis(), 1, 24 * HOUR);
      Setting.inRange("retry-initial", retryInitial.toMillis(), 1, HOUR);
      Setting.inRange("retry-max", retryMax.toMillis(), retryInitial.toMillis(), HOUR);
      if (!(catchUpPause >= 0 && catchUpPause <= 100)) {
        throw new IllegalArgumentException("catch-up-pause must be from 0 to 100");
      }
      if (!(retryMultiplier > 1 && retryMultiplier <= 100)) {
        throw new IllegalArgumentException("retry-multiplier must be above 1 and at most 100");
      }
    }
  }

  /**
   * {@code replog.heartbeat}.
   *
   * @param interval between two questions
   * @param timeout the longest wait for an answer
   * @param suspectAfter silence after which a secondary is SUSPECTED
   * @param unhealthyAfter silence after which it is UNHEALTHY
   */
  public record Heartbeat(
      @DefaultValue("500ms") Duration interval,
      @DefaultValue("1s") Duration timeout,
      @DefaultValue("1500ms") Duration suspectAfter,
      @DefaultValue("4s") Duration unhealthyAfter) {
    public Heartbeat {
      Setting.inRange("interval", interval.toMillis(), 10, HOUR);
      Setting.inRange("timeout", timeout.toMillis(), 10, HOUR);
      Setting.inRange("suspect-after", suspectAfter.toMillis(), interval.toMillis(), HOUR);
      Setting.inRange("unhealthy-after", unhealthyAfter.toMillis(), suspectAfter.toMillis(), HOUR);
    }
  }

  /** {@code replog.quorum}. */
  public record Quorum(@DefaultValue("false") boolean required) {}

  /** {@code replog.experiments}. */
  public record Experiments(@DefaultValue("false") boolean enabled) {}
}
