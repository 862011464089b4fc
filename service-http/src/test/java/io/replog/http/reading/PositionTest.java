package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import io.replog.model.Problem.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  private final DurableLog log = TestEntries.logOf(new MemoryStorage(), 3);

  @Test
  void positionOfEachEntryIsFoundAgain() {
    for (LogEntry entry : log.batch(0, 3, Long.MAX_VALUE)) {
      String id = Position.of(entry).toString();

      assertThat(id).matches("[0-9]+-[0-9a-f]{16}").startsWith(entry.order() + "-");
      assertThat(Position.parse(id)).isEqualTo(Position.of(entry));
      assertThat(Position.parse(id).isOf(log)).isTrue();
    }
  }

  @Test
  void positionOfAnotherHistoryIsTold() {
    DurableLog other = new DurableLog(new MemoryStorage());
    List<LogEntry> entries = TestEntries.chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 1, "other-");
    entries.addAll(TestEntries.chain(entries.getLast().checksum(), 1, 2, "m-"));
    other.commit(TestEntries.appending(entries));

    for (LogEntry entry : entries) {
      assertThat(Position.of(entry).isOf(other)).isTrue();
      assertThat(Position.of(entry).isOf(log)).as("order %d", entry.order()).isFalse();
    }
  }

  @Test
  void orderAloneIsAcceptedAndTellsNoHistory() {
    Position position = Position.parse(" 2 ");

    assertThat(position.order()).isEqualTo(2);
    assertThat(position.isOf(log)).isTrue();
    assertThat(position).hasToString("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "-1",
        "1.5",
        "1-",
        "1-abc",
        "1-00c0ffee00c0ffe",
        "1-00C0FFEE00C0FFEE",
        "1-00c0ffee00c0ffee0",
        "-00c0ffee00c0ffee",
        "1000000000000000000",
        "1,2"
      })
  void anythingElseIsRefusedByTheNameOfTheHeader(String text) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> Position.parse(text));

    assertThat(refused.problem().type().status()).isEqualTo(400);
    assertThat((List<?>) refused.problem().members().get("errors"))
        .extracting(error -> ((FieldError) error).field())
        .isEqualTo(List.of("Last-Event-ID"));
  }
}
