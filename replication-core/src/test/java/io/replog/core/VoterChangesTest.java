package io.replog.core;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.append.Appender;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.replication.Reign;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a change of the voters is applied, and what follows from that (ADR 27). */
class VoterChangesTest {

  private static final Voter ME = voter("me");
  private static final Voter A = voter("a");
  private static final Voter B = voter("b");

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final MajorityLog majority = new MajorityLog(log);
  private final Electorate electorate = new Electorate("me", log);
  private final Reigning reigning = new Reigning(log, Secondaries.WINDOW);
  private final Appender appender =
      new Appender(
          log,
          reigning.mode,
          new Appender.Bounds(100, 1 << 20),
          awaited -> {},
          reigning.metrics,
          Thread::new);
  private final VoterChanges changes = new VoterChanges(reign(), electorate, appender);

  private static Voter voter(String id) {
    return new Voter(id, URI.create("http://" + id), 1);
  }

  private Reign reign() {
    Reign fixed = reigning.reign;
    return new Reign(
        log,
        fixed.mode(),
        fixed.membership(),
        fixed.writers(),
        fixed.window(),
        fixed.metrics(),
        fixed.threads(),
        Optional.of(new Mandate(1, electorate, majority, SetAside.NONE, taken -> true)));
  }

  @BeforeEach
  void begin() {
    Voters first = new Voters(new Tail(1, "c"), 0, List.of(ME, A), List.of());
    log.commit(
        new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(1, "c").withVoters(first)));
    appender.start();
  }

  @AfterEach
  void end() {
    appender.close();
  }

  private Voters beginChangeTo(Voter... wanted) {
    assertThat(changes.begin(now -> List.of(wanted))).isEmpty();
    return electorate.voters();
  }

  private void everybodyHasStored(Voters record) {
    electorate.progressed(id -> log.length(), id -> Optional.of(record));
  }

  private void awaitApplied() {
    await().until(() -> !electorate.voters().isChanging());
  }

  @Test
  void lateNewsOfOneChangeDoesNotApplyTheNext() {
    Voters first = beginChangeTo(ME, A, B);

    electorate.progressed(
        id -> log.length(),
        id -> {
          if (electorate.voters().equals(first)) {
            everybodyHasStored(first);
            awaitApplied();
            beginChangeTo(ME);
          }
          return Optional.of(first);
        });

    appender.exclusively(() -> {}).join();
    assertThat(electorate.voters().isChanging()).isTrue();
  }

  @Test
  void readersSeeAtOnceWhatTheNewVotersHoldOnceAChangeIsApplied() {
    Voters change = beginChangeTo(ME);
    log.commit(appending(chain(1)));
    assertThat(majority.length()).isZero();

    electorate.progressed(id -> 0, id -> Optional.of(change));

    await().untilAsserted(() -> assertThat(majority.length()).isEqualTo(1));
  }
}
