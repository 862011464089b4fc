package io.replog.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.replog.core.membership.Secondary;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

class MasterMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MasterMeters meters = new MasterMeters(registry, new ObjectProvider<>() {});

  @Test
  void eachMemberHasItsMetersBeforeTheFirstDelivery() {
    meters.members(List.of(secondary("s1"), secondary("s2")));

    assertThat(measured()).containsExactlyInAnyOrder("s1", "s2");
    assertThat(failures("s1")).isZero();
  }

  @Test
  void reportsCountForTheirSecondaryOnly() {
    meters.members(List.of(secondary("s1"), secondary("s2")));

    meters.failed("s1");
    meters.delivered("s2", 5, 1_000);

    assertThat(failures("s1")).isEqualTo(1);
    assertThat(failures("s2")).isZero();
    assertThat(registry.get("replog.delivery.messages").tag("secondary", "s2").counter().count())
        .isEqualTo(5);
  }

  @Test
  void theMetersOfAMemberGoOnCountingWhenAnotherLeaves() {
    meters.members(List.of(secondary("s1"), secondary("s2")));
    meters.failed("s1");

    meters.members(List.of(secondary("s1")));
    meters.failed("s1");

    assertThat(measured()).containsExactly("s1");
    assertThat(failures("s1")).isEqualTo(2);
  }

  /** A delivery may end, well or badly, after its secondary left. */
  @Test
  void aReportAboutASecondaryThatLeftMakesNoMeters() {
    meters.members(List.of(secondary("s1")));
    meters.members(List.of());

    meters.failed("s1");
    meters.delivered("s1", 5, 1_000);

    assertThat(measured()).isEmpty();
  }

  private static Secondary secondary(String id) {
    return new Secondary(id, URI.create("http://" + id), true, null, null);
  }

  /** The secondaries that have meters. */
  private Set<String> measured() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(meter -> meter.getTag("secondary"))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private double failures(String id) {
    return registry.get("replog.delivery.failed").tag("secondary", id).counter().count();
  }
}
