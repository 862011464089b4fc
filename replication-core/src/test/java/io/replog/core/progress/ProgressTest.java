package io.replog.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.progress.Progress.Later;
import io.replog.core.progress.Progress.Nothing;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final int USUAL = 2;
  private static final int MOST = 4;
  private static final int MESSAGES = 10;
  private static final long SPACING = 100;
  private static final double YIELD = 2;

  private final Progress progress =
      new Progress(new Window(USUAL, MOST, MESSAGES, 1_000_000, SPACING, 0, YIELD));

  // The clock of System.nanoTime may begin anywhere, also below zero.
  private long now = -1_000;

  @BeforeEach
  void connect() {
    progress.connected(0, "run");
  }

  @Test
  void requestsOfAnEndedSessionCountForTheBoundUntilTheyAreBack() {
    List<Send> old = new ArrayList<>();
    for (int length = 1; length <= MOST; length++) {
      now += 100 * SPACING;
      old.add(send(length));
    }
    progress.disconnected();
    progress.connected(0, "run");
    assertNothing(MOST);

    progress.returned(old.getFirst(), now);

    assertSends(0, MOST, MOST);
    assertNothing(MOST + 1);
    assertThat(progress.inFlight()).isEqualTo(1);
  }

  @Test
  void nothingIsSentWithoutAConnection() {
    progress.disconnected();

    assertNothing(5);
    assertThat(progress.isConnected()).isFalse();
  }

  @Test
  void firstRequestOfAConnectionLeavesEvenIfThereIsNothingToSend() {
    assertSends(0, 0, 0);

    assertNothing(0);
  }

  @Test
  void loneMessageLeavesAtOnce() {
    progress.returned(send(0), now);

    assertSends(0, 1, 1);
    assertNothing(1);
  }

  @Test
  void secondMessageLeavesAtOnceTooWhileTheFirstIsUnderWay() {
    assertSends(0, 1, 1);
    assertSends(1, 2, 2);
  }

  @Test
  void whileTheUsualNumberIsUnderWayMessagesGatherIntoTheNextRequest() {
    Send first = send(1);
    send(2);
    assertThat(next(3)).isInstanceOf(Later.class);
    assertThat(next(9)).isInstanceOf(Later.class);

    progress.acknowledged(first, 1);
    progress.returned(first, now);

    assertSends(2, 9, 9);
  }

  @Test
  void furtherRequestLeavesOnceTheSpacingHasPassed() {
    send(1);
    send(2);
    assertThat(next(5)).isEqualTo(new Later(SPACING));
    now += SPACING - 1;
    assertThat(next(5)).isEqualTo(new Later(1));
    now += 1;

    assertSends(2, 5, 5);
    assertThat(next(6)).isEqualTo(new Later(SPACING));
  }

  @Test
  void spacingGrowsWithTheAgeOfTheOldestRequest() {
    send(1);
    send(2);
    now += 10 * SPACING;
    assertSends(2, 3, 3);

    assertThat(next(4)).isEqualTo(new Later(10 * SPACING / 5));
  }

  @Test
  void requestsUnderWayAreBounded() {
    for (int length = 1; length <= MOST; length++) {
      now += 100 * SPACING;
      send(length);
    }
    now += 100 * SPACING;

    assertNothing(50);
  }

  @Test
  void messagesInARequestAreBounded() {
    assertSends(0, MESSAGES, 25);
    assertSends(MESSAGES, 2 * MESSAGES, 25);
  }

  @Test
  void secondaryFarBehindPausesAfterARequestWhileOthersWrite() {
    Send first = send(3 * MESSAGES);
    now += 7;
    progress.returned(first, now);
    progress.acknowledged(first, MESSAGES);

    assertThat(next(3 * MESSAGES + 1)).isEqualTo(new Later((long) (YIELD * 7)));
    now += (long) (YIELD * 7);

    assertSends(MESSAGES, 2 * MESSAGES, 3 * MESSAGES + 1);
  }

  @Test
  void secondaryFarBehindHasOneRequestUnderWayWhileOthersWrite() {
    send(3 * MESSAGES);

    assertThat(next(3 * MESSAGES + 1)).isEqualTo(new Later(Pacing.MAX_YIELD_NANOS));
    now += Pacing.MAX_YIELD_NANOS;

    assertSends(MESSAGES, 2 * MESSAGES, 3 * MESSAGES + 1);
  }

  @Test
  void secondaryFarBehindDoesNotPauseWhileNobodyWrites() {
    assertSends(0, MESSAGES, 3 * MESSAGES);
    assertSends(MESSAGES, 2 * MESSAGES, 3 * MESSAGES);
  }

  @Test
  void secondaryThatDoesNotGainOnThoseWhoWriteDoesNotPause() {
    send(3 * MESSAGES);

    assertSends(MESSAGES, 2 * MESSAGES, 3 * MESSAGES + MESSAGES / 2 + 1);
  }

  @Test
  void secondaryThatOneMoreRequestBringsUpDoesNotPause() {
    send(2 * MESSAGES - 1);

    assertSends(MESSAGES, 2 * MESSAGES, 2 * MESSAGES);
  }

  @Test
  void g1_sendingBeginsWithTheLastMessageThatTheSecondaryHolds() {
    progress.connected(7, "run");

    assertThat(progress.acknowledged()).as("what was found acknowledges nothing").isZero();
    assertThat(next(9)).isEqualTo(new Send(2, 6, 9, 7));
  }

  @Test
  void acknowledgementOfMoreThanWasSentHereIsTakenIn() {
    Send first = send(1);

    progress.acknowledged(first, 5);

    assertThat(progress.acknowledged()).isEqualTo(5);
    assertSends(5, 8, 8);
  }

  @Test
  void acknowledgementNeverGoesBack() {
    Send first = send(5);
    progress.acknowledged(first, 5);

    progress.acknowledged(first, 3);

    assertThat(progress.acknowledged()).isEqualTo(5);
  }

  @Test
  void g5_whatCameBackUnacknowledgedIsSentAgainOnceAllIsBack() {
    Send first = send(3);
    Send second = send(5);
    progress.acknowledged(first, 2);

    progress.returned(first, now);
    assertNothing(5);

    progress.returned(second, now);
    assertSends(2, 5, 5);
  }

  @Test
  void g5_afterAConnectionWasLostSendingBeginsWhereTheSecondaryIsNow() {
    send(3);
    progress.disconnected();

    progress.connected(2, "run");

    assertSends(1, 3, 3);
  }

  @Test
  void whatComesBackFromAnEarlierSessionDoesNotCount() {
    Send old = send(3);
    progress.disconnected();
    progress.connected(1, "run");
    Send current = send(3);

    Range late = progress.acknowledged(old, 3);
    progress.returned(old, now);

    assertThat(late).isEqualTo(new Range(0, 0));
    assertThat(progress.acknowledged()).isZero();
    assertThat(progress.hasAnswered()).isFalse();
    assertNothing(3);
    assertThat(progress.isCurrent(old.session())).isFalse();
    assertThat(progress.isCurrent(current.session())).isTrue();
  }

  @Test
  void secondaryThatLostItsDiskIsSentEverythingAgain() {
    progress.acknowledged(send(5), 5);
    progress.disconnected();

    progress.connected(0, "run");

    assertThat(progress.acknowledged()).isZero();
    assertSends(0, 5, 5);
  }

  @Test
  void secondaryHasAnsweredOnceItHasAcknowledgedInThisSession() {
    Send announcement = send(0);
    assertThat(progress.hasAnswered()).isFalse();

    progress.acknowledged(announcement, 0);
    assertThat(progress.hasAnswered()).isTrue();

    progress.disconnected();
    assertThat(progress.hasAnswered()).isFalse();
    progress.connected(0, "run");
    assertThat(progress.hasAnswered()).isFalse();
  }

  @Test
  void acknowledgementSaysWhichOrdersItNewlyCovers() {
    Send first = send(3);
    Send second = send(5);

    assertThat(progress.acknowledged(second, 5)).isEqualTo(new Range(0, 5));
    assertThat(progress.acknowledged(first, 3)).isEqualTo(new Range(5, 5));
    assertThat(progress.acknowledged(first, 7)).isEqualTo(new Range(5, 7));
  }

  @Test
  void g1_whatAnotherProcessAcknowledgedCountsNoMoreEvenIfItIsHeld() {
    progress.acknowledged(send(5), 5);

    progress.connected(5, "another run");

    assertThat(progress.acknowledged()).isZero();
    assertThat(progress.run()).isEqualTo("another run");
    assertSends(4, 5, 5);
  }

  @Test
  void g1_whatAProcessThatNamesItselfNotAcknowledgedCountsForItsSessionOnly() {
    progress.connected(0, null);
    progress.acknowledged(send(5), 5);
    assertThat(progress.acknowledged()).isEqualTo(5);

    progress.connected(5, null);

    assertThat(progress.acknowledged()).isZero();
  }

  @Test
  void whatTheSameProcessAcknowledgedStillCountsAsFarAsItIsHeld() {
    progress.acknowledged(send(5), 5);
    progress.disconnected();
    assertThat(progress.acknowledged()).isEqualTo(5);

    progress.found(9, "run");
    assertThat(progress.acknowledged()).isEqualTo(5);
    progress.found(3, "run");
    assertThat(progress.acknowledged()).isEqualTo(3);
  }

  @Test
  void connectionWithAProcessThatIsGoneEndsAndAnyOtherStays() {
    progress.disconnectUnlessWith("run");
    assertThat(progress.isConnected()).isTrue();
    progress.connected(0, null);
    progress.disconnectUnlessWith("another run");
    assertThat(progress.isConnected()).as("nobody knows whose it is").isTrue();
    progress.connected(0, "run");

    progress.disconnectUnlessWith("another run");

    assertThat(progress.isConnected()).isFalse();
  }

  @Test
  void onceTheLogIsAnotherOneNothingThatWasAcknowledgedCounts() {
    Send old = send(5);
    progress.acknowledged(old, 5);

    progress.forget();

    assertThat(progress.acknowledged()).isZero();
    assertThat(progress.isConnected()).isFalse();
    assertThat(progress.acknowledged(old, 5)).isEqualTo(new Range(0, 0));
    assertThat(progress.acknowledged()).isZero();
  }

  @Test
  void sessionThatFailsTwiceEndsOnceAndItsSuccessorNotAtAll() {
    Send old = send(1);
    assertThat(progress.failed(old.session())).isTrue();
    assertThat(progress.failed(old.session())).isFalse();

    progress.connected(0, "run");

    assertThat(progress.failed(old.session())).isFalse();
    assertThat(progress.isConnected()).isTrue();
  }

  @Test
  void noConnectionBeginsAfterTheEnd() {
    progress.close();
    progress.connected(3, "run");

    assertThat(progress.isConnected()).isFalse();
    assertNothing(5);
  }

  private void assertSends(long from, long to, long length) {
    assertThat(next(length))
        .isInstanceOfSatisfying(
            Send.class,
            send -> {
              assertThat(send.from()).isEqualTo(from);
              assertThat(send.to()).isEqualTo(to);
              assertThat(send.matched()).isGreaterThanOrEqualTo(progress.acknowledged());
            });
  }

  private void assertNothing(long length) {
    assertThat(next(length)).isInstanceOf(Nothing.class);
  }

  private Send send(long length) {
    return (Send) next(length);
  }

  private Progress.Step next(long length) {
    return progress.next(length, now);
  }
}
