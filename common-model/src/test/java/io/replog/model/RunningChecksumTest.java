package io.replog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** G8 rests on this: equal length and equal value mean equal logs. */
class RunningChecksumTest {

  @Test
  void equalLogsHaveEqualChecksums() {
    assertThat(checksum("a", "b", "c")).isEqualTo(checksum("a", "b", "c"));
  }

  @Test
  void g8_orderMatters() {
    assertThat(checksum("a", "b", "c")).isNotEqualTo(checksum("b", "a", "c"));
  }

  @Test
  void g8_whatLiesFarBackMatters() {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      messages.add("message " + i);
    }
    long before = checksum(messages.toArray(String[]::new));
    messages.set(0, "another");

    assertThat(checksum(messages.toArray(String[]::new))).isNotEqualTo(before);
  }

  @Test
  void g8_contentMatters() {
    assertThat(checksum("a", "b")).isNotEqualTo(checksum("a", "B"));
    assertThat(checksum("a", "b")).isNotEqualTo(checksum("ab"));
    assertThat(checksum("a", "b")).isNotEqualTo(checksum("a"));
  }

  @Test
  void onlyTheGivenPartOfTheRecordCounts() {
    byte[] first = "xx-record".getBytes(UTF_8);
    byte[] second = "yy-record".getBytes(UTF_8);

    assertThat(RunningChecksum.next(1, first, 2)).isEqualTo(RunningChecksum.next(1, second, 2));
    assertThat(RunningChecksum.next(1, first, 1)).isNotEqualTo(RunningChecksum.next(1, second, 1));
  }

  @Test
  void noEntryHasTheChecksumOfTheEmptyLogAndNoTwoOfManyAgree() {
    Random random = new Random(17);
    Set<Long> seen = new HashSet<>();
    long previous = RunningChecksum.EMPTY;
    for (int i = 0; i < 100_000; i++) {
      byte[] record = new byte[random.nextInt(40)];
      random.nextBytes(record);
      previous = RunningChecksum.next(previous, record, 0);
      assertThat(seen.add(previous)).isTrue();
    }
    assertThat(seen).doesNotContain(RunningChecksum.EMPTY);
  }

  @Test
  void valueIsStoredOnDisksAndMustNeverChange() {
    byte[] record = "123456789".getBytes(UTF_8);

    // CRC-32C, then CRC-32, of eight zero bytes and "123456789".
    assertThat(RunningChecksum.next(0, record, 0)).isEqualTo(0x820e59c9_e412dc35L);
  }

  private static long checksum(String... messages) {
    long checksum = RunningChecksum.EMPTY;
    for (String message : messages) {
      checksum = RunningChecksum.next(checksum, message.getBytes(UTF_8), 0);
    }
    return checksum;
  }
}
