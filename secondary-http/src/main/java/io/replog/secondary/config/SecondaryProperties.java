package io.replog.secondary.config;

import io.replog.http.settings.AtMost;
import io.replog.http.settings.DeliveryLimits;
import io.replog.http.settings.ExperimentSettings;
import io.replog.http.settings.InRange;
import io.replog.http.settings.NodeLimits;
import io.replog.http.settings.ReadSettings;
import io.replog.http.settings.Setting;
import io.replog.http.settings.StorageSettings;
import io.replog.secondary.faults.Faults;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
 * @param secondaryHost the host it registers under, with the port it listens on
 * @param advertisedUrl the whole base URL it registers under instead, empty for none
 * @param takeBack whether this node takes its log back from a cluster that elected its masters
 * @param replicationDelay seconds slept before a delivery is stored; {@code faults.delay} overrides
 *     it
 * @param faults how it misbehaves from the start
 * @param joining how it registers
 * @param gapBuffer bounds of the entries held beyond a gap
 * @param delivery bounds of one delivery
 * @param setAside bounds of what is kept of messages that an elected master cut
 * @param limits bounds of requests
 * @param read bounds of reads that wait
 * @param storage memory of the storage
 * @param experiments read by masters; allowed here so that one file can serve all nodes
 */
@ConfigurationProperties(prefix = "replog", ignoreUnknownFields = false)
@AtMost(setting = "delivery.body", bound = "limits.bodies")
public record SecondaryProperties(
    String id,
    Path dataDir,
    @DefaultValue("") String clusterToken,
    @DefaultValue("") String masterUrl,
    @DefaultValue("localhost") String secondaryHost,
    @DefaultValue("") String advertisedUrl,
    @DefaultValue("false") boolean takeBack,
    @InRange(min = "0", max = "3600") @DefaultValue("0") BigDecimal replicationDelay,
    @DefaultValue @Valid FaultSettings faults,
    @DefaultValue @Valid Joining joining,
    @DefaultValue @Valid GapBufferBounds gapBuffer,
    @DefaultValue @Valid DeliveryBounds delivery,
    @DefaultValue @Valid SetAsideBounds setAside,
    @NotNull @Valid NodeLimits limits,
    @DefaultValue @Valid ReadSettings read,
    @DefaultValue @Valid StorageSettings storage,
    @DefaultValue ExperimentSettings experiments)
    implements FollowingProperties {

  public SecondaryProperties {
    String givenId = id;
    String givenHost = secondaryHost;
    Setting.named("replog.id (SERVER_ID)", () -> Setting.serverId(givenId));
    masterUrl = optionalUrl("replog.master-url (MASTER_URL)", masterUrl);
    secondaryHost =
        Setting.named("replog.secondary-host (SECONDARY_HOST)", () -> Setting.host(givenHost));
    advertisedUrl = optionalUrl("replog.advertised-url (ADVERTISED_URL)", advertisedUrl);
  }

  private static String optionalUrl(String name, String given) {
    return given.isBlank() ? "" : Setting.named(name, () -> Setting.baseUrl(given)).toString();
  }

  public Optional<URI> master() {
    return masterUrl.isBlank() ? Optional.empty() : Optional.of(URI.create(masterUrl));
  }

  /** The URL under which others reach this node, which listens on {@code port}. */
  public String ownUrl(int port) {
    return advertisedUrl.isEmpty() ? "http://%s:%d".formatted(secondaryHost, port) : advertisedUrl;
  }

  /** {@code replog.faults}: see {@link Faults}. */
  public record FaultSettings(
      @InRange(min = "0s", max = "1h") @DefaultValue("0s") Duration delay,
      @InRange(min = "0s", max = "1h") @DefaultValue("0s") Duration jitter,
      @InRange(min = "0", max = "1") @DefaultValue("0") double errorBefore,
      @InRange(min = "0", max = "1") @DefaultValue("0") double errorAfter,
      @DefaultValue("false") boolean offline) {}

  /**
   * {@code replog.joining}.
   *
   * @param interval between two registrations
   */
  public record Joining(
      @InRange(min = "100ms", max = "1h") @DefaultValue("2s") Duration interval) {}

  /** {@code replog.gap-buffer}: the most messages and bytes held beyond a gap. */
  public record GapBufferBounds(
      @InRange(min = "1", max = "10000000") @DefaultValue("100000") int messages,
      @InRange(min = "1MB", max = "1GB") @DefaultValue("64MB") DataSize size) {}

  /** {@code replog.delivery}: the most messages and bytes of one delivery. */
  public record DeliveryBounds(
      @InRange(min = DeliveryLimits.MIN_MESSAGES, max = "1000000") @DefaultValue("10000")
          int messages,
      @InRange(min = DeliveryLimits.MIN_BODY, max = "1GB") @DefaultValue("32MB") DataSize body) {}

  /** {@code replog.set-aside}: the most bytes of all messages that were set aside. */
  public record SetAsideBounds(
      @InRange(min = "1MB", max = "1024GB") @DefaultValue("1GB") DataSize size) {}
}
