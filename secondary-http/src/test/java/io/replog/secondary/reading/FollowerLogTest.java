package io.replog.secondary.reading;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowerLogTest {

  private static final LogFacts FIXED = LogFacts.NONE.withLogId("log");
  private static final LogFacts ELECTED =
      FIXED.withVoters(
          new Voters(
              new Tail(1, "c"),
              0,
              List.of(new Voter("n1.0", URI.create("http://n1"), 6000)),
              List.of()));

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final MajorityLog majority = new MajorityLog(log);
  private final FollowerLog shown = new FollowerLog(log, majority);

  @Test
  void allOfALogWhoseMastersAreFixedIsShown() {
    log.commit(appending(chain(3)).facts(FIXED));

    assertThat(shown.length()).isEqualTo(3);
    assertThat(shown.entry(2)).isPresent();
  }

  @Test
  void readerThatBeganBeforeAnyMasterWasHeardOfSeesOnlyWhatAMajorityHolds() throws Exception {
    assertThat(shown.length()).isZero();

    log.commit(appending(chain(3)).facts(ELECTED));

    assertThat(shown.awaitLongerThan(0, Duration.ZERO)).isFalse();
    assertThat(shown.entry(0)).isEmpty();
    majority.advance(2);
    assertThat(shown.awaitLongerThan(0, Duration.ZERO)).isTrue();
    assertThat(shown.length()).isEqualTo(2);
  }
}
