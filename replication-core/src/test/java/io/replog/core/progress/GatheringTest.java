package io.replog.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.progress.Progress.Later;
import io.replog.core.progress.Progress.Nothing;
import io.replog.core.progress.Progress.Send;
import org.junit.jupiter.api.Test;

/** Messages for which no writer waits travel together. */
class GatheringTest {

  private static final int MESSAGES = 10;
  private static final long GATHER = 100;

  private final Progress progress =
      new Progress(new Window(1, 4, MESSAGES, 1_000_000, 5, GATHER, 0));
  private long now = -1_000;

  @Test
  void whatIsThereWhenAConnectionBeginsLeavesAtOnce() {
    progress.connected(0, "run");

    assertThat(progress.next(3, now)).isEqualTo(new Send(1, 0, 3, 0));
  }

  @Test
  void loneMessageLeavesAtOnceIfTheLastRequestIsLongAgo() {
    connect();
    now += GATHER;

    assertThat(progress.next(1, now)).isEqualTo(new Send(1, 0, 1, 0));
  }

  @Test
  void messagesThatFollowCloselyGather() {
    connect();

    assertThat(progress.next(1, now)).isEqualTo(new Later(GATHER));
    now += GATHER - 1;
    assertThat(progress.next(4, now)).isEqualTo(new Later(1));
    now += 1;
    assertThat(progress.next(5, now)).isEqualTo(new Send(1, 0, 5, 0));
  }

  @Test
  void awaitedMessageLeavesAtOnceWithAllBeforeIt() {
    connect();
    progress.awaited(3);

    assertThat(progress.next(4, now)).isEqualTo(new Send(1, 0, 4, 0));
  }

  @Test
  void whoWaitsForWhatWasSentAlreadyHurriesNothing() {
    connect();
    progress.awaited(3);
    sendAndReturn(3);

    assertThat(progress.next(4, now)).isEqualTo(new Later(GATHER));
  }

  @Test
  void awaitedMessageThatCameBackUnacknowledgedLeavesAgainAtOnce() {
    connect();
    progress.awaited(3);
    Send lost = (Send) progress.next(3, now);
    progress.returned(lost, now);

    assertThat(progress.next(3, now)).isEqualTo(new Send(1, 0, 3, 0));
  }

  @Test
  void fullRequestLeavesAtOnce() {
    connect();

    assertThat(progress.next(MESSAGES - 1, now)).isEqualTo(new Later(GATHER));
    assertThat(progress.next(MESSAGES, now)).isEqualTo(new Send(1, 0, MESSAGES, 0));
  }

  @Test
  void anotherLogKeepsNothingOfWhatWasAwaitedInTheFirst() {
    connect();
    progress.awaited(1_000);
    progress.disconnected();
    progress.connected(0, "run");
    sendAndReturn(1);

    assertThat(progress.next(2, now)).isEqualTo(new Later(GATHER));
  }

  /** Connected, and the first delivery is answered; nothing is under way. */
  private void connect() {
    progress.connected(0, "run");
    sendAndReturn(0);
    assertThat(progress.next(0, now)).isInstanceOf(Nothing.class);
  }

  private void sendAndReturn(long length) {
    Send send = (Send) progress.next(length, now);
    progress.acknowledged(send, send.to());
    progress.returned(send, now);
  }
}
