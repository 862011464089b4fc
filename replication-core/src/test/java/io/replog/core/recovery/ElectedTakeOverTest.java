package io.replog.core.recovery;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.fakes.Reigning;
import io.replog.core.fakes.SilentClient;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.replication.Reign;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an elected node does before it takes messages: promises of a majority, and the union. */
class ElectedTakeOverTest {

  private static final String LOG = "the log";
  private static final int MUCH_LONGER = 1 + (int) ElectedTakeOver.MUCH_SHORTER + 1;

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final MajorityLog majority = new MajorityLog(log);
  private final AtomicInteger minted = new AtomicInteger();
  private final List<String> aside = new ArrayList<>();
  private final Reigning reigning = new Reigning(log, Secondaries.WINDOW);
  private final List<String> heirs = new ArrayList<>();
  private boolean granted = true;
  private boolean handsOn = true;
  private boolean asideIsFull;

  private final ElectedTakeOver takeOver = takeOver(5);

  private ElectedTakeOver takeOver(long term) {
    Mandate mandate =
        new Mandate(
            term,
            new Electorate("me", log),
            majority,
            (logId, epoch, from, cut) -> {
              if (asideIsFull) {
                throw new StorageException("full");
              }
              cut.forEachRemaining(e -> aside.add(epoch + ":" + e.order() + ":" + e.message()));
            },
            new Mandate.Granting() {
              @Override
              public boolean grant(LogFacts taken) {
                return granted;
              }

              @Override
              public boolean handOn(String voter) {
                heirs.add(voter);
                return handsOn;
              }
            });
    Reign reign = reigning.reign;
    return new ElectedTakeOver(
        new Reign(
            log,
            reign.mode(),
            reign.membership(),
            reign.writers(),
            reign.window(),
            reign.metrics(),
            reign.threads(),
            Optional.of(mandate)),
        mandate,
        () -> "minted " + minted.incrementAndGet());
  }

  private static Voters voters(long epoch, String... ids) {
    List<Voter> set =
        Arrays.stream(ids).map(id -> new Voter(id, URI.create("http://" + id), 6000)).toList();
    return new Voters(new Tail(epoch, "c"), 0, set, List.of());
  }

  /** This node held so much, written by a master of that epoch, and knows the voters me, a, b. */
  private void held(long epoch, List<LogEntry> entries) {
    log.commit(
        appending(entries)
            .facts(
                LogFacts.NONE
                    .withLogId(LOG)
                    .withMaster(epoch, "")
                    .withTail(new Tail(epoch, "claim of " + epoch))
                    .withVoters(voters(1, "me", "a", "b"))));
  }

  private static FakePeer peer(String name, long epoch, List<LogEntry> entries) {
    return new FakePeer(name).holding(LOG, epoch, epoch, entries);
  }

  private static List<LogEntry> other(int same, int count, String prefix) {
    List<LogEntry> entries = new ArrayList<>(chain(same));
    entries.addAll(chain(entries.getLast().checksum(), same, count, prefix));
    return entries;
  }

  private static Map<String, SecondaryClient> of(FakePeer... peers) {
    Map<String, SecondaryClient> clients = new LinkedHashMap<>();
    for (FakePeer peer : peers) {
      clients.put(peer.name(), peer);
    }
    return clients;
  }

  @Test
  void g7_epochIsAboveAllThatIsKnownAndNotBelowTheTerm() throws Exception {
    held(2, chain(1));
    takeOver.run(of(peer("a", 3, chain(1)), peer("b", 1, chain(1))));
    assertThat(log.facts().epoch()).isEqualTo(5);

    takeOver(5).run(of(peer("a", 11, chain(1)), peer("b", 1, chain(1))));
    assertThat(log.facts().epoch()).isEqualTo(12);
  }

  @Test
  void nodeThatIsNoVoterDoesNotEvenTakeAnEpoch() {
    log.commit(
        appending(chain(1))
            .facts(LogFacts.NONE.withLogId(LOG).withVoters(voters(1, "someone", "a", "b"))));
    FakePeer a = peer("a", 3, chain(1));

    assertThatThrownBy(() -> takeOver.run(of(a))).isInstanceOf(CannotTakeOver.class);

    assertThat(log.facts().epoch()).isZero();
    assertThat(a.epoch()).isEqualTo(3);
  }

  @Test
  void nodeThatIsNoVoterHandsItsReignOnAtOnce() {
    log.commit(
        appending(chain(1))
            .facts(LogFacts.NONE.withLogId(LOG).withVoters(voters(1, "someone", "a", "b"))));
    FakePeer a = peer("a", 3, chain(1));
    FakePeer b = peer("b", 3, chain(2));

    assertThatThrownBy(() -> takeOver.run(of(a, b))).isInstanceOf(CannotTakeOver.class);
    assertThat(heirs).containsExactly("b");
    handsOn = false;
    assertThatThrownBy(() -> takeOver.run(of(a, b))).isInstanceOf(CannotTakeOver.class);
    assertThat(heirs).containsExactly("b", "b", "a");
  }

  @Test
  void nodeThatIsNotGrantedItsReignAnnouncesNothing() {
    held(2, chain(1));
    granted = false;
    FakePeer a = peer("a", 3, chain(1));

    assertThatThrownBy(() -> takeOver.run(of(a))).isInstanceOf(CannotTakeOver.class);

    assertThat(a.epoch()).isEqualTo(3);
  }

  @Test
  void nodeWithAMuchShorterLogHandsItsReignOnBeforeItTakesAnEpoch() {
    held(2, chain(1));
    FakePeer a = peer("a", 2, chain(2));
    FakePeer b = peer("b", 2, chain(MUCH_LONGER));

    assertThatThrownBy(() -> takeOver.run(of(a, b)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("b is to reign");

    assertThat(heirs).containsExactly("b");
    assertThat(log.facts().epoch()).isEqualTo(2);
    assertThat(b.epoch()).isEqualTo(2);
  }

  @Test
  void nodeTakesOverWhereTheOtherDoesNotTakeTheReign() throws Exception {
    held(2, chain(1));
    handsOn = false;

    takeOver.run(of(peer("b", 2, chain(MUCH_LONGER))));

    assertThat(log.length()).isEqualTo(MUCH_LONGER);
  }

  @Test
  void reignIsHandedOnOnceOnly() throws Exception {
    held(2, chain(1));
    FakePeer b = peer("b", 2, chain(MUCH_LONGER));
    assertThatThrownBy(() -> takeOver.run(of(b))).isInstanceOf(CannotTakeOver.class);

    takeOver.run(of(b));

    assertThat(heirs).containsExactly("b");
    assertThat(log.length()).isEqualTo(MUCH_LONGER);
  }

  @Test
  void reignStaysWhereTheOtherIsHardlyLongerOrOlder() throws Exception {
    held(2, chain(1));

    takeOver.run(of(peer("a", 2, chain(MUCH_LONGER - 1)), peer("b", 1, chain(MUCH_LONGER))));

    assertThat(heirs).isEmpty();
  }

  @Test
  void promisesOfAMinorityAreNotEnoughAndLeaveNothingButPromises() {
    held(2, chain(2));

    assertThatThrownBy(
            () -> takeOver.run(of(peer("a", 3, chain(4)).unreachable(), peer("x", 3, chain(9)))))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("majority");

    assertThat(messages(log)).containsExactly("m-0", "m-1");
    assertThat(log.facts().tail()).isEqualTo(new Tail(2, "claim of 2"));
  }

  @Test
  @Timeout(60)
  void voterThatStaysSilentIsNotWaitedForWhereAMajorityPromised() throws Exception {
    held(2, chain(2));
    CountDownLatch never = new CountDownLatch(1);
    Map<String, SecondaryClient> clients = of(peer("a", 2, chain(3)));
    clients.put(
        "b",
        new SilentClient() {
          @Override
          public ReplicaStatus status(OptionalLong order) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("nobody is to be left waiting for this");
          }
        });

    takeOver.run(clients);

    assertThat(messages(log)).containsExactly("m-0", "m-1", "m-2");
  }

  @Test
  void promiseOfAnotherNodeAtAVotersAddressDoesNotCount() {
    held(2, chain(2));
    Map<String, SecondaryClient> clients = Map.of("a", peer("wiped", 3, chain(1)));

    assertThatThrownBy(() -> takeOver.run(clients)).isInstanceOf(CannotTakeOver.class);
  }

  @Test
  void otherNodeAtAVotersAddressIsNotAnnouncedTo() throws Exception {
    held(2, chain(2));
    FakePeer replaced = peer("me again", 3, chain(1));
    Map<String, SecondaryClient> clients = of(peer("b", 3, chain(2)));
    clients.put("a", replaced);

    takeOver.run(clients);

    assertThat(replaced.epoch()).isEqualTo(3);
  }

  @Test
  void g1_unionHasWhatEveryPromisingNodeHeldAndIsMarkedAtTheEnd() throws Exception {
    held(2, chain(2));
    // The newest tail is of a node that is still catching up.
    takeOver.run(of(peer("a", 4, chain(1)), peer("b", 3, chain(5))));

    assertThat(messages(log)).isEqualTo(messages(chain(5)));
    assertThat(log.facts().tail()).isEqualTo(log.facts().writer());
    assertThat(log.facts().voters().orElseThrow().reign()).isEqualTo(log.facts().writer());
    assertThat(aside).isEmpty();
  }

  @Test
  void g1_whereTheLogsDifferTheNewerTailWinsAndOwnMessagesAreSetAside() throws Exception {
    held(2, chain(4));

    takeOver.run(of(peer("a", 3, other(2, 1, "newer-"))));

    assertThat(messages(log)).containsExactly("m-0", "m-1", "newer-2");
    assertThat(aside).containsExactly("2:2:m-2", "2:3:m-3");
    assertThat(log.orderOf("id-3")).isEmpty();
  }

  @Test
  void g1_ownNewerLogWinsADifference() throws Exception {
    held(4, other(2, 1, "mine-"));

    takeOver.run(of(peer("a", 3, chain(6)), peer("b", 2, chain(7))));

    assertThat(messages(log)).containsExactly("m-0", "m-1", "mine-2");
    assertThat(aside).isEmpty();
  }

  @Test
  void g1_amongOlderLogsTheNewerOneWinsBeyondTheNewest() throws Exception {
    held(1, chain(4));

    takeOver.run(of(peer("a", 4, chain(1)), peer("b", 3, other(1, 2, "third-"))));

    assertThat(messages(log)).containsExactly("m-0", "third-1", "third-2");
    assertThat(aside).containsExactly("1:1:m-1", "1:2:m-2", "1:3:m-3");
  }

  @Test
  void g1_tailStaysOldWhereANodeFailsWhileTheUnionIsMade() {
    held(2, chain(2));
    FakePeer failing = peer("a", 4, chain(9)).pagesOf(3).failingAfterPages(1);

    assertThatThrownBy(() -> takeOver.run(of(failing))).isInstanceOf(CannotTakeOver.class);

    assertThat(log.length()).isEqualTo(5);
    assertThat(log.facts().tail()).isEqualTo(new Tail(2, "claim of 2"));
  }

  @Test
  void g8_nothingIsCutThatCannotBeSetAside() {
    held(2, chain(4));
    asideIsFull = true;

    assertThatThrownBy(() -> takeOver.run(of(peer("a", 3, other(2, 1, "newer-")))))
        .isInstanceOf(StorageException.class);

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
  }

  @Test
  void newerRecordOfTheVotersIsLearnedAndItsVotersAreAskedNext() {
    held(2, chain(2));
    Voters newer = voters(3, "me", "c", "d");
    FakePeer a = peer("a", 3, chain(2)).knowing(newer);

    assertThatThrownBy(() -> takeOver.run(of(a, peer("b", 3, chain(2)))))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("voters have changed");

    assertThat(takeOver.others()).containsOnlyKeys("c", "d");
    assertThat(log.facts().tail()).isEqualTo(new Tail(2, "claim of 2"));
  }

  @Test
  void votersAndNobodyElseCountAfterwards() throws Exception {
    held(2, chain(2));

    takeOver.run(of(peer("a", 3, chain(2))));

    assertThat(reigning.membership.counting())
        .extracting(Secondary::id)
        .containsExactlyInAnyOrder("a", "b");
  }
}
