package io.replog.log.storage;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.storage.MemoryStorage.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryStorageTest extends StorageContract {

  @Override
  protected Storage create() {
    return new MemoryStorage();
  }

  @Override
  protected Storage reopen(Storage storage) {
    storage.close();
    return ((MemoryStorage) storage).crash();
  }

  @Override
  protected Path freshFolder() {
    return Path.of("copy");
  }

  @Override
  protected Storage openCopy(Storage original, Path folder) {
    return ((MemoryStorage) original).openCopy(folder);
  }

  @Test
  void crashKeepsWhatWasCommittedAndNothingIsSharedWithTheNextProcess() {
    MemoryStorage before = new MemoryStorage();
    before.commit(appending(chain(2)));

    MemoryStorage after = before.crash();
    after.commit(appending(chain(3).subList(2, 3)));

    assertThat(after.length()).isEqualTo(3);
    assertThat(before.length()).isEqualTo(2);
    assertThatThrownBy(() -> before.commit(new Commit().put("key", "value")))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void failedCommitShowsNothingAndEveryLaterOneFails(Failure how) {
    MemoryStorage failing = new MemoryStorage();
    failing.failAfter(1, how);
    failing.commit(appending(chain(1)));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> failing.commit(appending(chain(2).subList(1, 2))))
          .isInstanceOf(StorageException.class);
      assertThat(failing.failure()).isPresent();
      assertThat(failing.length()).isEqualTo(1);
    }

    MemoryStorage after = failing.crash();
    assertThat(after.failure()).isEmpty();
    assertThat(after.length()).isEqualTo(how == Failure.AFTER_APPLYING ? 2 : 1);
    after.commit(new Commit().put("key", "value"));
  }
}
