package io.replog.core.acknowledgement;

import static io.replog.log.TestEntries.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.append.Appender;
import io.replog.core.append.Draft;
import io.replog.core.fakes.FakeMetrics;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.core.progress.Progress.Send;
import io.replog.core.voting.Electorate;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.model.WriteConcern;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What writers of an elected master are told while its voters change. */
class ChangingVotersTest {

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final List<Secondary> others = new CopyOnWriteArrayList<>();
  private final Acknowledgements acknowledgements =
      new Acknowledgements("me", () -> others, Optional.of(new Electorate("me", log)));
  private final PendingWrites pending = new PendingWrites(acknowledgements, () -> false, 9);
  private final Mode mode = new Mode(log::failure, () -> true);
  private final Appender appender =
      new Appender(
          log,
          mode,
          new Appender.Bounds(100, 1 << 20),
          awaited -> {},
          new FakeMetrics(),
          Thread::new);
  private final Writes writes = new Writes(appender, log, acknowledgements, pending);

  @BeforeEach
  void begin() {
    mode.recovered();
    record(voters("me"), List.of());
  }

  @AfterEach
  void end() {
    pending.abandon();
    appender.close();
  }

  private static List<Voter> voters(String... ids) {
    return Arrays.stream(ids).map(id -> new Voter(id, URI.create("http://" + id), 1)).toList();
  }

  private void record(List<Voter> now, List<Voter> before) {
    Voters record = new Voters(new Tail(1, "c"), 0, now, before);
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withVoters(record)));
  }

  private Secondary joined(String id) {
    Secondary joined = Secondaries.listed(id, Secondaries.WINDOW);
    others.add(joined);
    return joined;
  }

  private void acknowledged(Secondary by, long prefix) {
    by.progress().connected(0, "run");
    Send send = (Send) by.progress().next(log.length(), 0);
    pending.acknowledged(by.progress().acknowledged(send, prefix));
  }

  private CompletableFuture<WriteOutcome> write() {
    return writes.write(
        List.of(new Draft(Optional.of("a"), bytes("x"))), WriteConcern.MAJORITY, Optional.empty());
  }

  @Test
  void onlyVoterWaitsForTheOthersThatWereLetInBeforeItsMessageWasStored() {
    CompletableFuture<WriteOutcome> writing = write();
    record(voters("me", "s1", "s2"), voters("me"));
    Secondary s1 = joined("s1");
    joined("s2");

    appender.start();
    appender.exclusively(() -> {}).join();

    assertThat(writing).isNotDone();
    acknowledged(s1, 1);
    assertThat(((Done) writing.join()).acks()).containsExactly("me", "s1");
  }

  @Test
  void majorityIsAnsweredWithANumberOfNodesThatHoldIt() {
    record(voters("me", "s1", "s2"), voters("me", "s1", "s3"));
    Secondary s1 = joined("s1");
    joined("s2");
    joined("s3");
    appender.start();

    CompletableFuture<WriteOutcome> writing = write();
    appender.exclusively(() -> {}).join();
    acknowledged(s1, 1);

    Done done = (Done) writing.join();
    assertThat(done.acks()).containsExactly("me", "s1");
    assertThat(done.w()).isEqualTo(2);
  }
}
