package io.replog.log;

import static io.replog.log.TestEntries.logOf;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.storage.MemoryStorage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MajorityLogTest {

  private final MajorityLog majority = new MajorityLog(logOf(new MemoryStorage(), 4));

  @Test
  void readersSeeOnlyWhatAMajorityHolds() {
    assertThat(majority.length()).isZero();

    assertThat(majority.advance(2)).isTrue();

    assertThat(messages(majority)).containsExactly("m-0", "m-1");
    assertThat(majority.entry(1)).isPresent();
    assertThat(majority.entry(2)).isEmpty();
    assertThat(majority.find("id-2")).isEmpty();
    assertThat(majority.orderOf("id-2")).isEmpty();
    assertThat(majority.orderOf("id-1")).hasValue(1);
    assertThat(majority.checksumOf(2)).isPresent();
    assertThat(majority.checksumOf(3)).isEmpty();
  }

  @Test
  void itNeverGoesBackAndNeverBeyondTheLog() {
    majority.advance(3);

    assertThat(majority.advance(1)).isFalse();
    assertThat(majority.length()).isEqualTo(3);
    majority.advance(9);
    assertThat(majority.length()).isEqualTo(4);
  }

  @Test
  void whoWaitsIsWokenWhenAMajorityHoldsMore() {
    CompletableFuture<Boolean> longer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return majority.awaitLongerThan(1, Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    majority.advance(2);

    assertThat(longer.join()).isTrue();
  }

  @Test
  void emptiedLogShowsNothingUntilAMajorityHoldsItAgain() {
    majority.advance(3);

    majority.reset();

    assertThat(majority.length()).isZero();
  }
}
