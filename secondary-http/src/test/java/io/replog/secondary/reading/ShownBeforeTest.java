package io.replog.secondary.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShownBeforeTest {

  private final DurableLog log = TestEntries.logOf(new MemoryStorage(), 5);

  @BeforeEach
  void name() {
    log.commit(new Commit().facts(log.facts().withLogId("log")));
  }

  private long shownAfterAStart() {
    MajorityLog majority = new MajorityLog(log);
    new ShownBefore(log, majority).restore();
    return majority.length();
  }

  private void show(long length) {
    MajorityLog majority = new MajorityLog(log);
    majority.advance(length);
    new ShownBefore(log, majority).keep();
  }

  @Test
  void aStartShowsWhatWasShownBefore() {
    assertThat(shownAfterAStart()).isZero();
    show(3);
    assertThat(shownAfterAStart()).isEqualTo(3);
  }

  @Test
  void aLogThatReplacedItIsAnotherOne() {
    show(3);
    log.commit(new Commit().facts(log.facts().withLogId("other")));

    assertThat(shownAfterAStart()).isZero();
  }
}
