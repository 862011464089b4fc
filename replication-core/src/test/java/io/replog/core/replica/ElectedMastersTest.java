package io.replog.core.replica;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.core.report.ReplicaMetrics;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.StorageException;
import io.replog.model.Delivery;
import io.replog.model.Delivery.Elected;
import io.replog.model.Delivery.Prefix;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node does with the deliveries of elected masters. */
class ElectedMastersTest {

  private static final String LOG = "the log";

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final MajorityLog majority = new MajorityLog(log);
  private final List<String> aside = new ArrayList<>();
  private boolean asideIsFull;
  private final Replica replica =
      new Replica(
          log,
          new GapBuffer(storage, 10, 1000),
          new Unmeasured(),
          new ElectedMasters("me", log, majority, this::keep));

  private void keep(String logId, long epoch, long from, io.replog.log.storage.Cursor cut) {
    if (asideIsFull) {
      throw new StorageException("full");
    }
    assertThat(log.length()).as("cut before it was set aside").isGreaterThan(from);
    cut.forEachRemaining(entry -> aside.add(epoch + ":" + entry.message()));
  }

  private record Unmeasured() implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }

  private static Voters voters(long epoch, String... ids) {
    List<Voter> set =
        Arrays.stream(ids).map(id -> new Voter(id, URI.create("http://" + id), 6000)).toList();
    return new Voters(new Tail(epoch, "c"), 0, set, List.of());
  }

  /** This node holds so much of the log, written by a master of the epoch 1. */
  private void held(List<LogEntry> entries, Voters voters) {
    log.commit(
        appending(entries)
            .facts(
                LogFacts.NONE
                    .withLogId(LOG)
                    .withMaster(1, "c")
                    .withTail(new Tail(1, "c"))
                    .withVoters(voters)));
  }

  private static Delivery delivery(
      long epoch, List<LogEntry> entries, long safe, Optional<Prefix> shared) {
    return new Delivery(
        epoch,
        "c",
        LOG,
        0,
        LogEntry.EMPTY_LOG_CHECKSUM,
        entries,
        Optional.of(new Elected("master", safe, Optional.empty(), shared)));
  }

  private static Delivery announcement(long epoch) {
    return delivery(epoch, List.of(), 0, Optional.empty());
  }

  private static Delivery shares(long epoch, List<LogEntry> beginning) {
    long checksum =
        beginning.isEmpty() ? LogEntry.EMPTY_LOG_CHECKSUM : beginning.getLast().checksum();
    return delivery(epoch, List.of(), 0, Optional.of(new Prefix(beginning.size(), checksum)));
  }

  private void stores(Delivery delivery) {
    assertThat(replica.accept(delivery)).isInstanceOf(Stored.class);
  }

  private void refuses(Delivery delivery, ProblemType type) {
    int commits = storage.commits();
    assertThat(replica.accept(delivery))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.problem().type()).isEqualTo(type));
    assertThat(storage.commits()).isEqualTo(commits);
  }

  @Test
  void announcementIsAPromiseAndMarksNothing() {
    held(chain(3), voters(1, "me", "master", "c"));

    stores(announcement(4));

    assertThat(log.facts().epoch()).isEqualTo(4);
    assertThat(log.facts().tail()).isEqualTo(new Tail(1, "c"));
    refuses(announcement(3), ProblemType.STALE_EPOCH);
  }

  @Test
  void g1_messagesAreRefusedBeforeTheLogsWereCompared() {
    held(chain(3), voters(1, "me", "master", "c"));

    refuses(delivery(4, chain(4).subList(3, 4), 0, Optional.empty()), ProblemType.DIVERGED);
  }

  @Test
  void whatTheMasterLacksIsSetAsideAndCutAndTheRestIsMarkedInOneCommit() {
    held(chain(4), voters(1, "me", "master", "c"));
    stores(announcement(4));
    int commits = storage.commits();

    stores(shares(4, chain(2)));

    assertThat(storage.commits()).isEqualTo(commits + 1);
    assertThat(messages(log)).containsExactly("m-0", "m-1");
    assertThat(log.facts().tail()).isEqualTo(new Tail(4, "c"));
    assertThat(aside).containsExactly("1:m-2", "1:m-3");
    assertThat(log.orderOf("id-3")).isEmpty();
  }

  @Test
  void g1_lateComparisonCutsNothingThatWasConfirmedSince() {
    held(chain(2), voters(1, "me", "master", "c"));
    stores(shares(4, chain(2)));
    stores(delivery(4, chain(4).subList(2, 4), 0, Optional.empty()));

    stores(shares(4, chain(2)));

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(aside).isEmpty();
  }

  @Test
  void g8_whatCannotBeSetAsideIsNotCut() {
    held(chain(4), voters(1, "me", "master", "c"));
    asideIsFull = true;

    assertThatThrownBy(() -> replica.accept(shares(4, chain(2))))
        .isInstanceOf(StorageException.class);

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(log.facts().tail()).isEqualTo(new Tail(1, "c"));
  }

  @Test
  void g8_beginningThatIsNotThisNodesIsRefused() {
    held(chain(4), voters(1, "me", "master", "c"));

    refuses(shares(4, chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "other-")), ProblemType.DIVERGED);
    refuses(shares(4, chain(5)), ProblemType.DIVERGED);
  }

  @Test
  void g8_fixedMasterIsRefusedWhereMastersAreElected() {
    held(chain(2), voters(1, "me", "master", "c"));

    refuses(new Delivery(4, "c", LOG, chain(3).subList(2, 3)), ProblemType.DIVERGED);
  }

  @Test
  void anotherLogIsNeverCut() {
    held(chain(2), voters(1, "me", "master", "c"));
    Delivery others =
        new Delivery(
            9,
            "c",
            "another log",
            0,
            LogEntry.EMPTY_LOG_CHECKSUM,
            List.of(),
            Optional.of(
                new Elected(
                    "master",
                    0,
                    Optional.empty(),
                    Optional.of(new Prefix(0, LogEntry.EMPTY_LOG_CHECKSUM)))));

    refuses(others, ProblemType.OTHER_LOG);
  }

  @Test
  void masterAndThisNodeAreAMajorityOfThreeSoReadersSeeAllThatIsConfirmed() {
    held(chain(2), voters(1, "me", "master", "c"));
    stores(announcement(4));
    assertThat(majority.length()).isZero();

    stores(shares(4, chain(2)));

    assertThat(majority.length()).isEqualTo(2);
  }

  @Test
  void g3_inALargerClusterReadersSeeWhatTheMasterSaysThatAMajorityHolds() {
    held(chain(3), voters(1, "me", "master", "c", "d", "e"));
    stores(delivery(4, List.of(), 2, Optional.empty()));
    assertThat(majority.length()).as("of a log that was not compared").isZero();

    stores(shares(4, chain(3)));
    assertThat(majority.length()).isZero();
    stores(delivery(4, List.of(), 2, Optional.empty()));

    assertThat(majority.length()).isEqualTo(2);
  }

  @Test
  void readersSeeWhatAMajorityHoldsAlsoWhereADeliveryThatSaidSoWasOvertaken() {
    held(chain(1), voters(1, "me", "master", "c", "d", "e"));
    stores(shares(4, chain(1)));

    stores(delivery(4, chain(3).subList(2, 3), 3, Optional.empty()));
    stores(delivery(4, chain(3).subList(1, 2), 1, Optional.empty()));

    assertThat(majority.length()).isEqualTo(3);
  }

  @Test
  void whatOneReignSaidOfTheMajoritySaysNothingAboutTheLogOfTheNext() {
    held(chain(1), voters(1, "me", "master", "c", "d", "e"));
    stores(shares(4, chain(1)));
    stores(delivery(4, List.of(), 3, Optional.empty()));
    stores(shares(5, chain(1)));

    stores(delivery(5, chain(3).subList(1, 3), 1, Optional.empty()));

    assertThat(majority.length()).isEqualTo(1);
  }

  @Test
  void newerRecordOfTheVotersReplacesTheOlderOneAndNeverTheOtherWayRound() {
    held(chain(1), voters(3, "me", "master", "c"));

    stores(telling(4, voters(4, "me", "master")));
    assertThat(log.facts().voters()).hasValue(voters(4, "me", "master"));

    stores(telling(5, voters(2, "me")));
    assertThat(log.facts().voters()).hasValue(voters(4, "me", "master"));
  }

  private static Delivery telling(long epoch, Voters voters) {
    return new Delivery(
        epoch,
        "c",
        LOG,
        0,
        LogEntry.EMPTY_LOG_CHECKSUM,
        List.of(),
        Optional.of(new Elected("master", 0, Optional.of(voters), Optional.empty())));
  }
}
