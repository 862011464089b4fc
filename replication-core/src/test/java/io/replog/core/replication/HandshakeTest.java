package io.replog.core.replication;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.fakes.FakeSecondary;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.transport.TransportException;
import io.replog.core.transport.TransportException.Diverged;
import io.replog.core.transport.TransportException.OtherLog;
import io.replog.core.transport.TransportException.Stale;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where to go on with a secondary, found out before anything is sent to it. */
class HandshakeTest {

  private static final String LOG = LogId.afterEmptying("emptied", "random");
  private static final int LENGTH = 100;

  private final DurableLog log = logOf(new MemoryStorage(), LENGTH);

  @BeforeEach
  void identify() {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId(LOG).withMaster(3, "claim")));
  }

  @Test
  void newSecondaryBeginsAtTheStart() throws TransportException {
    assertThat(prefix(new FakeSecondary())).isZero();
  }

  @Test
  void secondaryThatLacksSomethingGoesOnWhereItIs() throws TransportException {
    for (int held : new int[] {0, 1, 50, 99, 100}) {
      assertThat(prefix(new FakeSecondary().holding(LOG, 3, chain(held)))).isEqualTo(held);
    }
  }

  @Test
  void secondaryOfAReplacedLogBeginsAtTheStart() throws TransportException {
    assertThat(prefix(new FakeSecondary().holding("emptied", 3, chain(5)))).isZero();
  }

  @Test
  void secondaryThatHoldsNothingOfAnotherLogBeginsAtTheStart() throws TransportException {
    assertThat(prefix(new FakeSecondary().holding("another", 1, List.of()))).isZero();
  }

  @Test
  void g8_secondaryThatHoldsAnotherLogIsToldApart() {
    assertThatThrownBy(() -> prefix(new FakeSecondary().holding("another", 1, chain(1))))
        .isInstanceOf(OtherLog.class)
        .hasMessageContaining("another")
        .hasMessageContaining(LOG);
  }

  @Test
  void g8_secondaryOfALogThatReplacedThisOneIsToldApartEvenIfItHoldsNothing() {
    String newer = LogId.afterEmptying(LOG, "later");
    for (int held : new int[] {0, 5}) {
      assertThatThrownBy(() -> prefix(new FakeSecondary().holding(newer, 3, chain(held))))
          .isInstanceOf(OtherLog.class)
          .hasMessageContaining(newer);
    }
  }

  @Test
  void g7_secondaryThatPromisedANewerMasterFencesThisOne() {
    assertThatThrownBy(() -> prefix(new FakeSecondary().holding(LOG, 4, chain(5))))
        .isInstanceOfSatisfying(Stale.class, e -> assertThat(e.epoch()).isEqualTo(4));
  }

  @Test
  void g8_divergedSecondaryIsReportedWithTheFirstOrderThatDiffersWhereverThatIs() {
    for (int first = 0; first < LENGTH; first++) {
      for (int length : new int[] {first + 1, LENGTH, LENGTH + 7}) {
        if (length > first) {
          FakeSecondary diverged = new FakeSecondary().holding(LOG, 3, diverging(first, length));
          assertThatThrownBy(() -> prefix(diverged))
              .as("differs from %d on, of %d", first, length)
              .isInstanceOf(Diverged.class)
              .hasMessageEndingWith("at order " + first);
        }
      }
    }
  }

  @Test
  void g8_oneDifferenceFarBackIsFoundThoughEverythingAfterItIsTheSame() {
    List<LogEntry> entries = new ArrayList<>(diverging(10, 11));
    entries.addAll(chain(entries.getLast().checksum(), 11, 80, "m-"));

    assertThatThrownBy(() -> prefix(new FakeSecondary().holding(LOG, 3, entries)))
        .isInstanceOf(Diverged.class)
        .hasMessageEndingWith("at order 10");
  }

  @Test
  void g8_secondaryThatIsAheadIsReportedNotCutShort() {
    assertThatThrownBy(() -> prefix(new FakeSecondary().holding(LOG, 3, chain(LENGTH + 1))))
        .isInstanceOf(Diverged.class)
        .hasMessageContaining("101")
        .hasMessageContaining("100");
  }

  @Test
  void differenceIsFoundByHalvingNotByReadingEverything() {
    FakeSecondary diverged = new FakeSecondary().holding(LOG, 3, diverging(70, LENGTH));

    assertThatThrownBy(() -> prefix(diverged)).isInstanceOf(Diverged.class);

    assertThat(diverged.statusCalls()).isLessThan(15);
  }

  @Test
  void secondaryThatFailsOnTheWayIsNotTakenForADivergedOne() {
    FakeSecondary failing = new FakeSecondary().holding(LOG, 3, chain(5));
    assertThatThrownBy(
            () -> {
              var status = failing.status(OptionalLong.empty());
              failing.trouble(1, 0);
              handshake(failing).agree(status);
            })
        .isExactlyInstanceOf(TransportException.class);
  }

  @Test
  void g7_secondaryHasPromisedToRefuseOlderMastersBeforeItsLogIsCompared()
      throws TransportException {
    FakeSecondary secondary = new FakeSecondary().holding(LOG, 2, chain(50));
    assertThat(secondary.status(OptionalLong.empty()).epoch()).isEqualTo(2);

    prefix(secondary);

    assertThat(secondary.status(OptionalLong.empty()).epoch()).isEqualTo(3);
    assertThat(secondary.messages()).hasSize(50);
  }

  @Test
  void g8_whatAnOlderMasterAddsWhileTheNewOneAnnouncesItselfIsCompared() throws TransportException {
    FakeSecondary secondary = new FakeSecondary().holding(LOG, 2, chain(50));
    ReplicaStatus before = secondary.status(OptionalLong.empty());

    List<LogEntry> added = diverging(50, 51).subList(50, 51);
    secondary.deliver(new Delivery(2, "claim", LOG, added));

    assertThatThrownBy(() -> handshake(secondary).agree(before))
        .isInstanceOf(Diverged.class)
        .hasMessageEndingWith("at order 50");
  }

  @Test
  void g1_secondaryThatIsRestartedOnTheWayIsAskedAnew() throws TransportException {
    FakeSecondary secondary = new FakeSecondary().holding(LOG, 3, chain(50));
    ReplicaStatus before = secondary.status(OptionalLong.empty());

    secondary.restart();

    assertThatThrownBy(() -> handshake(secondary).agree(before))
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContaining("restarted");
  }

  private long prefix(FakeSecondary secondary) throws TransportException {
    return handshake(secondary).agree(secondary.status(OptionalLong.empty())).prefix();
  }

  private Handshake handshake(FakeSecondary secondary) {
    Reigning reigning = new Reigning(log, Secondaries.WINDOW);
    Sender sender =
        new Sender(
            Secondaries.listed("s1", Secondaries.WINDOW), secondary, reigning.reign, e -> {});
    return new Handshake(secondary, sender, log);
  }

  /** A log of this length whose messages are others from {@code first} on. */
  private static List<LogEntry> diverging(int first, int length) {
    List<LogEntry> entries = new ArrayList<>(chain(first));
    long checksum = first == 0 ? LogEntry.EMPTY_LOG_CHECKSUM : entries.getLast().checksum();
    entries.addAll(chain(checksum, first, length - first, "other-"));
    return entries;
  }
}
