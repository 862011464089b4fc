package io.replog.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.replication.DeliveryPlan.Later;
import io.replog.core.replication.DeliveryPlan.Nothing;
import io.replog.core.replication.DeliveryPlan.Send;
import io.replog.core.replication.DeliveryPlan.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryPlanTest {

  private static final int USUAL = 2;
  private static final int MOST = 4;
  private static final int MESSAGES = 10;
  private static final long SPACING = 100;
  private static final double YIELD = 2;

  private final DeliveryPlan plan =
      new DeliveryPlan(new Window(USUAL, MOST, MESSAGES, SPACING, 0, YIELD));

  // The clock of System.nanoTime may begin anywhere, also below zero.
  private long now = -1_000;

  @BeforeEach
  void connect() {
    plan.connected(0);
  }

  @Test
  void nothingIsSentWithoutAConnection() {
    plan.disconnected();

    assertNothing(5);
    assertThat(plan.isConnected()).isFalse();
  }

  @Test
  void firstRequestOfAConnectionLeavesEvenIfThereIsNothingToSend() {
    assertSends(0, 0, 0);

    assertNothing(0);
  }

  @Test
  void loneMessageLeavesAtOnce() {
    plan.returned(send(0).session(), now);

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

    plan.acknowledged(first.session(), 1);
    plan.returned(first.session(), now);

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
    plan.returned(first.session(), now);
    plan.acknowledged(first.session(), MESSAGES);

    assertThat(next(3 * MESSAGES + 1)).isEqualTo(new Later((long) (YIELD * 7)));
    now += (long) (YIELD * 7);

    assertSends(MESSAGES, 2 * MESSAGES, 3 * MESSAGES + 1);
  }

  @Test
  void secondaryFarBehindHasOneRequestUnderWayWhileOthersWrite() {
    send(3 * MESSAGES);

    assertThat(next(3 * MESSAGES + 1)).isEqualTo(new Later(DeliveryPlan.MAX_YIELD_NANOS));
    now += DeliveryPlan.MAX_YIELD_NANOS;

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
    plan.connected(7);

    assertThat(plan.acked()).isEqualTo(7);
    assertSends(6, 9, 9);
  }

  @Test
  void acknowledgementOfMoreThanWasSentHereIsTakenIn() {
    Send first = send(1);

    plan.acknowledged(first.session(), 5);

    assertThat(plan.acked()).isEqualTo(5);
    assertSends(5, 8, 8);
  }

  @Test
  void acknowledgementNeverGoesBack() {
    Send first = send(5);
    plan.acknowledged(first.session(), 5);

    plan.acknowledged(first.session(), 3);

    assertThat(plan.acked()).isEqualTo(5);
  }

  @Test
  void g5_whatCameBackUnacknowledgedIsSentAgainOnceAllIsBack() {
    Send first = send(3);
    Send second = send(5);
    plan.acknowledged(first.session(), 2);

    plan.returned(first.session(), now);
    assertNothing(5);

    plan.returned(second.session(), now);
    assertSends(2, 5, 5);
  }

  @Test
  void g5_afterAConnectionWasLostSendingBeginsWhereTheSecondaryIsNow() {
    send(3);
    plan.disconnected();

    plan.connected(2);

    assertSends(1, 3, 3);
  }

  @Test
  void whatComesBackFromAnEarlierSessionDoesNotCount() {
    Send old = send(3);
    plan.disconnected();
    plan.connected(1);
    Send current = send(3);

    plan.acknowledged(old.session(), 3);
    plan.returned(old.session(), now);

    assertThat(plan.acked()).isEqualTo(1);
    assertThat(plan.isHeard()).isFalse();
    assertNothing(3);
    assertThat(plan.isCurrent(old.session())).isFalse();
    assertThat(plan.isCurrent(current.session())).isTrue();
  }

  @Test
  void secondaryThatLostItsDiskIsSentEverythingAgain() {
    plan.acknowledged(send(5).session(), 5);
    plan.disconnected();

    plan.connected(0);

    assertThat(plan.acked()).isZero();
    assertSends(0, 5, 5);
  }

  @Test
  void secondaryIsHeardOnceItHasAcknowledgedInThisSession() {
    Send greeting = send(0);
    assertThat(plan.isHeard()).isFalse();

    plan.acknowledged(greeting.session(), 0);
    assertThat(plan.isHeard()).isTrue();

    plan.disconnected();
    assertThat(plan.isHeard()).isFalse();
    plan.connected(0);
    assertThat(plan.isHeard()).isFalse();
  }

  private void assertSends(long from, long to, long length) {
    assertThat(next(length))
        .isInstanceOfSatisfying(
            Send.class,
            send -> {
              assertThat(send.from()).isEqualTo(from);
              assertThat(send.to()).isEqualTo(to);
              assertThat(send.acked()).isEqualTo(plan.acked());
            });
  }

  private void assertNothing(long length) {
    assertThat(next(length)).isInstanceOf(Nothing.class);
  }

  private Send send(long length) {
    return (Send) next(length);
  }

  private DeliveryPlan.Step next(long length) {
    return plan.next(length, now);
  }
}
