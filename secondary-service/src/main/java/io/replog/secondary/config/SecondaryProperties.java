package io.replog.secondary.config;

import io.replog.http.startup.NodeLimits;
import io.replog.http.startup.Setting;
import io.replog.http.startup.StorageSettings;
import io.replog.secondary.faults.Faults;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a secondary, under {@code replog}.
 *
 * @param id this node's id
 * @param dataDir folder of its data
 * @param clusterToken secret of the cluster, empty for none
 * @param masterUrl where to register, empty for nowhere
 * @param secondaryHost the host it registers under
 * @param replicationDelay seconds slept before a delivery is stored; {@code faults.delay} overrides
 *     it
 * @param faults how it misbehaves from the start
 * @param joining how it registers
 * @param gapBuffer bounds of what is held beyond a gap
 * @param delivery bounds of one delivery
 * @param limits bounds of requests
 * @param storage memory of the storage
 * @param experiments read by masters; allowed here so that one file can serve all nodes
 */
@ConfigurationProperties(prefix = "replog", ignoreUnknownFields = false)
public record SecondaryProperties(
    String id,
    Path dataDir,
    @DefaultValue("") String clusterToken,
    @DefaultValue("") String masterUrl,
    @DefaultValue("localhost") String secondaryHost,
    @DefaultValue("0") BigDecimal replicationDelay,
    @DefaultValue FaultSettings faults,
    @DefaultValue Joining joining,
    @DefaultValue GapBufferBounds gapBuffer,
    @DefaultValue DeliveryBounds delivery,
    NodeLimits limits,
    @DefaultValue StorageSettings storage,
    @DefaultValue Experiments experiments) {

  private static final BigDecimal MAX_DELAY_SECONDS =
      BigDecimal.valueOf(Faults.MAX_DELAY.toSeconds());

  public SecondaryProperties {
    String givenId = id;
    String givenMaster = masterUrl;
    BigDecimal givenDelay = replicationDelay;
    Setting.named("replog.id (SERVER_ID)", () -> Setting.serverId(givenId));
    if (!givenMaster.isBlank()) {
      masterUrl =
          Setting.named("replog.master-url (MASTER_URL)", () -> Setting.baseUrl(givenMaster))
              .toString();
    }
    Setting.named("replog.replication-delay (REPLICATION_DELAY)", () -> delay(givenDelay));
  }

  private static Duration delay(BigDecimal seconds) {
    if (seconds.signum() < 0 || seconds.compareTo(MAX_DELAY_SECONDS) > 0) {
      throw new IllegalArgumentException(
          "%s must be from 0 to %s seconds"
              .formatted(seconds.toPlainString(), MAX_DELAY_SECONDS.toPlainString()));
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  public Optional<URI> master() {
    return masterUrl.isBlank() ? Optional.empty() : Optional.of(URI.create(masterUrl));
  }

  /** The faults of the start, with the delay of either setting. */
  public Faults initialFaults() {
    Duration delay = faults.delay().isZero() ? delay(replicationDelay) : faults.delay();
    return new Faults(
        delay, faults.jitter(), faults.errorBefore(), faults.errorAfter(), faults.offline());
  }

  /** {@code replog.faults}: see {@link Faults}. */
  public record FaultSettings(
      @DefaultValue("0s") Duration delay,
      @DefaultValue("0s") Duration jitter,
      @DefaultValue("0") double errorBefore,
      @DefaultValue("0") double errorAfter,
      @DefaultValue("false") boolean offline) {

    public FaultSettings {
      new Faults(delay, jitter, errorBefore, errorAfter, offline);
    }
  }

  /**
   * {@code replog.joining}.
   *
   * @param interval between two registrations
   */
  public record Joining(@DefaultValue("2s") Duration interval) {
    public Joining {
      Setting.inRange("interval", interval.toMillis(), 100, 3_600_000);
    }
  }

  /** {@code replog.gap-buffer}: the most messages and bytes held beyond a gap. */
  public record GapBufferBounds(
      @DefaultValue("100000") int messages, @DefaultValue("64MB") DataSize size) {
    public GapBufferBounds {
      Setting.inRange("messages", messages, 1, 10_000_000);
      Setting.inRange("size", size.toBytes(), 1 << 20, 1L << 30);
    }
  }

  /** {@code replog.delivery}: the most messages and bytes of one delivery. */
  public record DeliveryBounds(
      @DefaultValue("10000") int messages, @DefaultValue("32MB") DataSize body) {
    public DeliveryBounds {
      Setting.inRange("messages", messages, 1, 1_000_000);
      Setting.inRange("body", body.toBytes(), 1 << 20, 1L << 30);
    }
  }

  /** {@code replog.experiments}. */
  public record Experiments(@DefaultValue("false") boolean enabled) {}
}
