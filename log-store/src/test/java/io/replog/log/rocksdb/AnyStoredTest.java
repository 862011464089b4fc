package io.replog.log.rocksdb;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.StorageException;
import io.replog.model.Damage;
import io.replog.model.LogEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** What a disk gives back whole, but nobody of this version can have stored. */
class AnyStoredTest {

  @TempDir Path temp;

  @Test
  void anyStoredRecordIsAnEntryOrADamage() {
    List<LogEntry> entries = chain(3);
    try (RocksStorage storage = RocksStorage.open(temp, SmallRocks.SETTINGS)) {
      storage.commit(appending(entries));
    }
    Damage.repeat(
        100,
        random -> {
          put(RocksStorage.key(1), Damage.of(random, entries.get(1).record()));
          try (RocksStorage storage = RocksStorage.open(temp, SmallRocks.SETTINGS)) {
            storage.entry(1).ifPresent(LogEntry::id);
            try (var all = storage.cursor(0, 3)) {
              all.forEachRemaining(LogEntry::message);
            }
          } catch (StorageException e) {
            assertThat(e).hasMessageContaining("damaged");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "much longer than an order", "\u007f3456789"})
  void keyThatIsNoOrderIsADamage(String key) throws RocksDBException {
    put(key.getBytes(), chain(1).getFirst().record());

    assertThatThrownBy(() -> RocksStorage.open(temp, SmallRocks.SETTINGS))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoch", "tail-epoch", "first", "first-checksum"})
  void numberThatIsNoneIsADamage(String key) throws RocksDBException {
    for (String value : new String[] {"", "x", "1.5", "9223372036854775808"}) {
      try (RocksStorage storage = RocksStorage.open(temp, SmallRocks.SETTINGS)) {
        storage.commit(new Commit().facts(LogFacts.NONE));
        storage.commit(new Commit().put(key, value));
      }

      assertThatThrownBy(() -> RocksStorage.open(temp, SmallRocks.SETTINGS))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("damaged")
          .hasMessageContaining(key);
      put(key, "0");
    }
  }

  private void put(String key, String value) throws RocksDBException {
    try (RocksFiles files = RocksFiles.open(temp, SmallRocks.SETTINGS)) {
      files.db().put(files.columns().meta(), key.getBytes(), value.getBytes());
    }
  }

  private void put(byte[] key, byte[] record) throws RocksDBException {
    try (RocksFiles files = RocksFiles.open(temp, SmallRocks.SETTINGS)) {
      files.db().put(files.columns().log(), key, record);
    }
  }
}
