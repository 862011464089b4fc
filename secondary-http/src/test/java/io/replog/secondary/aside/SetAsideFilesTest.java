package io.replog.secondary.aside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetAsideFilesTest {

  private static final long ROOMY = 1 << 20;

  @TempDir Path folder;

  private final DurableLog log = TestEntries.logOf(new MemoryStorage(), 5);

  private void keep(SetAsideFiles files, String logId, long epoch, long from) {
    try (Cursor cut = log.read(from, log.length())) {
      files.keep(logId, epoch, from, cut);
    }
  }

  @Test
  void keepsEachMessageAsALineOfJson() throws IOException {
    SetAsideFiles files = new SetAsideFiles(folder, ROOMY);

    keep(files, "log", 7, 3);

    Path file = folder.resolve("log-7-3.ndjson");
    var third = log.entry(3).orElseThrow();
    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .first()
        .isEqualTo(
            "{\"order\":3,\"epoch\":7,\"id\":\"%s\",\"message\":\"%s\"}"
                .formatted(third.id(), third.message()));
    assertThat(files.messages()).isEqualTo(2);
    assertThat(files.kept())
        .containsExactly(new SetAsideFiles.Kept("log-7-3.ndjson", Files.size(file), 2));
  }

  @Test
  void aRepeatedCallReplacesAndOthersAreKept() {
    SetAsideFiles files = new SetAsideFiles(folder, ROOMY);

    keep(files, "log", 7, 3);
    keep(files, "log", 7, 3);
    keep(files, "log", 8, 4);

    assertThat(files.messages()).isEqualTo(3);
    assertThat(files.kept()).hasSize(2);
  }

  @Test
  void otherMessagesOfTheSameNameAreKeptBesideTheFirst() {
    SetAsideFiles files = new SetAsideFiles(folder, ROOMY);

    files.keep("log", 7, 3, log.read(3, 4));
    files.keep("log", 7, 3, log.read(4, 5));
    files.keep("log", 7, 3, log.read(4, 5));

    assertThat(files.kept())
        .extracting(SetAsideFiles.Kept::file)
        .containsExactly("log-7-3-2.ndjson", "log-7-3.ndjson");
  }

  @Test
  void aLaterStartCountsWhatIsThere() {
    keep(new SetAsideFiles(folder, ROOMY), "log", 7, 1);

    assertThat(new SetAsideFiles(folder, ROOMY).messages()).isEqualTo(4);
  }

  @Test
  void refusesWhatIsOverItsBoundAndLeavesNothing() throws IOException {
    SetAsideFiles files = new SetAsideFiles(folder, 100);

    assertThatThrownBy(() -> keep(files, "log", 7, 0))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("REPLOG_SETASIDE_SIZE");

    assertThat(files.kept()).isEmpty();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatIsKeptCountsTowardsTheBound() {
    keep(new SetAsideFiles(folder, ROOMY), "log", 7, 4);
    long size = new SetAsideFiles(folder, ROOMY).kept().getFirst().bytes();
    SetAsideFiles files = new SetAsideFiles(folder, size + size / 2);

    keep(files, "log", 7, 4); // It is there already.
    assertThatThrownBy(() -> keep(files, "log", 8, 4)).isInstanceOf(StorageException.class);
  }

  @Test
  void theNameOfAFileIsOneWhateverTheLogIsCalled() {
    SetAsideFiles files = new SetAsideFiles(folder, ROOMY);

    keep(files, "../a/b", 7, 4);

    assertThat(files.kept())
        .extracting(SetAsideFiles.Kept::file)
        .isEqualTo(List.of(".._a_b-7-4.ndjson"));
  }
}
