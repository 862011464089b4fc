package io.replog.core.view;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.fakes.FakeAttempts;
import io.replog.core.fakes.FakeClients;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.membership.Secondary.Condition;
import io.replog.core.membership.Secondary.Trouble;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import io.replog.core.replication.Replication;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MasterViewTest {

  private static final URI URL = URI.create("http://localhost:5001");
  private static final URI ELSEWHERE = URI.create("http://localhost:5009");

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final Reigning reigning = new Reigning(log, Secondaries.WINDOW);
  private final Replication replication =
      new Replication(
          reigning.reign, new FakeClients(), secondary -> new FakeAttempts(), Duration.ofDays(1));
  private final CommitTimes times = new CommitTimes();
  private final MasterView view = new MasterView("m", reigning.reign, replication, times);
  private Secondary secondary;

  @BeforeEach
  void begin() {
    log.commit(appending(chain(5)).facts(LogFacts.NONE.withLogId("log").withMaster(3, "claim")));
    reigning.membership.onChange(replication);
    reigning.membership.begin(List.of(URL));
    secondary = reigning.membership.members().getFirst();
  }

  @AfterEach
  void end() {
    replication.close();
  }

  private SecondaryView seen() {
    return view.now().secondaries().getFirst();
  }

  @Test
  void masterShowsItsLogAndWhoCounts() {
    reigning.membership.register("s9", ELSEWHERE, "run", Optional.empty());
    reigning.pending.await(new Range(4, 5), 2, Optional.empty(), reigning.pending.reserve());

    ClusterView now = view.now();

    assertThat(now)
        .usingRecursiveComparison()
        .ignoringFields("secondaries")
        .isEqualTo(
            new ClusterView(
                "master", "m", "read-write", null, "log", 3, 0, 5, 0, 2, 1, 1, List.of()));
    assertThat(now.secondaries())
        .extracting(SecondaryView::id)
        .containsExactly(URL.toString(), "s9");
    assertThat(now.secondaries()).extracting(SecondaryView::counts).containsExactly(true, false);
    assertThat(now.secondaries()).extracting(SecondaryView::reached).containsOnly(false);
  }

  @Test
  void masterThatTakesNothingSaysWhy() {
    reigning.mode.fence(7);

    assertThat(view.now().mode()).isEqualTo("fenced");
    assertThat(view.now().fault()).contains("epoch 7");
  }

  @Test
  void secondaryThatNeverAnsweredIsUnhealthyAndLacksEverything() {
    times.committed(5, System.nanoTime() - Duration.ofMinutes(1).toNanos());

    SecondaryView seen = seen();

    assertThat(seen.status()).isEqualTo("UNHEALTHY");
    assertThat(seen.acknowledged()).isZero();
    assertThat(seen.lag()).isEqualTo(5);
    assertThat(seen.lagSeconds()).isGreaterThanOrEqualTo(60);
    assertThat(seen.lastSeen()).isNull();
    assertThat(seen.connected()).isFalse();
    assertThat(seen.breaker()).isEqualTo("CLOSED");
  }

  @Test
  void secondaryShowsWhatItAcknowledgedAndWhatIsUnderWay() {
    reigning.membership.identified(secondary, "s1", "run");
    secondary.seen(System.nanoTime(), Instant.parse("2026-11-26T10:00:00.123456Z"));
    secondary.progress().connected(0, "run");
    Send send = (Send) secondary.progress().next(3, System.nanoTime());
    secondary.progress().acknowledged(send, 3);

    SecondaryView seen = seen();

    assertThat(seen.id()).isEqualTo("s1");
    assertThat(seen.status()).isEqualTo("HEALTHY");
    assertThat(seen.acknowledged()).isEqualTo(3);
    assertThat(seen.lag()).isEqualTo(2);
    assertThat(seen.lastSeen()).isEqualTo(Instant.parse("2026-11-26T10:00:00.123Z"));
    assertThat(seen.connected()).isTrue();
    assertThat(seen.inFlight()).isEqualTo(1);
    assertThat(seen.counts()).isTrue();
    assertThat(seen.reached()).isTrue();
    assertThat(seen.trouble()).isNull();
  }

  @Test
  void troubleOutweighsHealthInWhatIsShown() {
    secondary.seen(System.nanoTime(), Instant.EPOCH);
    for (Trouble trouble : Trouble.values()) {
      secondary.condition(new Condition(trouble, "why"));
      secondary.lastFailure("last");

      assertThat(seen().status()).isEqualTo(trouble.name());
      assertThat(seen().trouble()).isEqualTo("why");
      assertThat(seen().lastFailure()).isEqualTo("last");
      assertThat(view.now().healthy()).isEqualTo(1);
    }
  }
}
