package io.replog.log;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.logOf;
import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Tail;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class DurableLogTest {

  // Whoever is not woken waits longer than any test.
  private static final Duration LONG = Duration.ofHours(1);

  private final MemoryStorage storage = new MemoryStorage();

  @Test
  void cutLogGoesOnFromItsNewEnd() {
    DurableLog log = logOf(new MemoryStorage(), 4);
    long checksum = log.checksumOf(2).orElseThrow();

    log.commit(new Commit().cutTo(2));

    assertThat(log.length()).isEqualTo(2);
    assertThat(log.checksum()).isEqualTo(checksum);
    assertThat(log.find("id-3")).isEmpty();
    assertThat(log.batch(0, 9, 1 << 20)).hasSize(2);
    log.commit(new Commit().append(TestEntries.next(log, "new", "new")));
    assertThat(TestEntries.messages(log)).containsExactly("m-0", "m-1", "new");
    assertThat(log.batch(2, 9, 1 << 20)).hasSize(1);
  }

  @Test
  void cutBeyondTheLogIsRefusedAndChangesNothing() {
    DurableLog log = logOf(new MemoryStorage(), 2);

    assertThatThrownBy(() -> log.commit(new Commit().cutTo(3)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void g1_whatIsVisibleSurvivesACrash() {
    DurableLog log = logOf(storage, 3);
    log.commit(
        new Commit()
            .facts(
                LogFacts.NONE
                    .withLogId("log")
                    .withMaster(7, "claim")
                    .withTail(new Tail(6, "old claim"))));

    DurableLog after = new DurableLog(storage.crash());

    assertThat(messages(after)).containsExactly("m-0", "m-1", "m-2");
    assertThat(after.length()).isEqualTo(3);
    assertThat(after.checksum()).isEqualTo(log.checksum());
    assertThat(after.facts()).isEqualTo(log.facts());
    assertThat(after.facts().writer()).isEqualTo(new Tail(7, "claim"));
    assertThat(after.facts().tail()).isEqualTo(new Tail(6, "old claim"));
    assertThat(after.facts().isLog("log")).isTrue();
  }

  @Test
  void newLogHasNoFacts() {
    assertThat(new DurableLog(storage).facts()).isEqualTo(LogFacts.NONE);
  }

  @Test
  void g3_entriesThatDoNotContinueTheLogAreRefusedWhole() {
    DurableLog log = logOf(storage, 3);
    List<LogEntry> five = chain(5);
    List<Commit> wrong =
        List.of(
            appending(five.subList(4, 5)), // leaves a gap
            appending(five.subList(2, 4)), // repeats the last
            appending(five), // begins anew
            new Commit().append(five.get(3)).append(five.get(3)),
            new Commit().append(five.get(4)).append(five.get(3)),
            new Commit().append(TestEntries.loose(3)), // not chained
            new Commit().append(five.get(3)).append(TestEntries.loose(4)),
            new Commit().append(five.get(3)).clear());

    for (Commit commit : wrong) {
      commit.put("key", "value");
      assertThatThrownBy(() -> log.commit(commit)).isInstanceOf(IllegalArgumentException.class);
    }

    assertThat(log.length()).isEqualTo(3);
    assertThat(log.checksum()).isEqualTo(five.get(2).checksum());
    assertThat(storage.commits()).isEqualTo(1);
    assertThat(storage.meta("key")).isEmpty();
    log.commit(appending(five.subList(3, 5)));
    assertThat(log.length()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void g1_nothingBecomesVisibleOfACommitThatFailed(Failure how) {
    DurableLog log = logOf(storage, 1);
    storage.failNext(how);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  log.commit(
                      new Commit()
                          .append(next(log, "id", "m"))
                          .facts(log.facts().withMaster(9, "claim"))))
          .isInstanceOf(StorageException.class);
    }

    assertThat(log.length()).isEqualTo(1);
    assertThat(log.entry(1)).isEmpty();
    assertThat(log.find("id")).isEmpty();
    assertThat(log.batch(1, 10, 1000)).isEmpty();
    assertThat(messages(log)).containsExactly("m-0");
    assertThat(log.checksum()).isEqualTo(chain(1).getFirst().checksum());
    assertThat(log.facts().epoch()).isZero();
    assertThat(log.failure()).isPresent();
  }

  @Test
  void g8_checksumOfEveryPrefixIsThatOfItsLastEntry() {
    DurableLog log = logOf(storage, 3);

    assertThat(log.checksumOf(0)).hasValue(LogEntry.EMPTY_LOG_CHECKSUM);
    for (LogEntry entry : chain(3)) {
      assertThat(log.checksumOf(entry.order() + 1)).hasValue(entry.checksum());
    }
    assertThat(log.checksumOf(4)).isEmpty();
    assertThat(log.checksum()).isEqualTo(chain(3).getLast().checksum());
  }

  @Test
  void clearedLogBeginsAnew() {
    DurableLog log = logOf(storage, 3);

    log.commit(new Commit().clear());

    assertThat(log.length()).isZero();
    assertThat(log.checksum()).isEqualTo(LogEntry.EMPTY_LOG_CHECKSUM);
    assertThat(log.find("id-1")).isEmpty();
    assertThat(log.batch(0, 10, 1000)).isEmpty();
    log.commit(appending(chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 1, "fresh-")));
    assertThat(messages(log)).containsExactly("fresh-0");
    assertThat(messages(log.batch(0, 10, 1000))).containsExactly("fresh-0");
  }

  /** Nothing is removed from a log yet, but its formats know where one begins. */
  @Test
  void logWhoseBeginningIsGoneContinuesFromItsBase() {
    List<LogEntry> entries = chain(7);
    long base = entries.get(4).checksum();
    LogFacts facts =
        new LogFacts(Optional.of("log"), 3, "claim", Tail.NONE, false, 5, base, Optional.empty());
    new DurableLog(storage).commit(new Commit().clear().facts(facts));

    DurableLog log = new DurableLog(storage.crash());

    assertThat(log.length()).isEqualTo(5);
    assertThat(log.checksum()).isEqualTo(base);
    assertThat(log.checksumOf(5)).hasValue(base);
    assertThat(log.checksumOf(4)).isEmpty();
    assertThatThrownBy(() -> log.commit(appending(chain(1))))
        .isInstanceOf(IllegalArgumentException.class);
    log.commit(appending(entries.subList(5, 7)));
    assertThat(messages(log)).containsExactly("m-5", "m-6");
    assertThat(log.checksumOf(6)).hasValue(entries.get(5).checksum());
  }

  @Test
  void messageIsFoundByItsId() {
    DurableLog log = logOf(storage, 3);

    assertThat(log.find("id-2").orElseThrow().message()).isEqualTo("m-2");
    assertThat(log.find("id-3")).isEmpty();
  }

  @Test
  void readingStopsAtWhatIsVisible() {
    DurableLog log = logOf(storage, 3);

    assertThat(read(log, 1, 2)).containsExactly("m-1");
    assertThat(read(log, 2, 9)).containsExactly("m-2");
    assertThat(read(log, 5, 9)).isEmpty();
    assertThat(log.entry(3)).isEmpty();
    assertThat(log.entry(-1)).isEmpty();
  }

  @Test
  void waitEndsAtOnceWhereTheLogIsLongerAlready() throws InterruptedException {
    DurableLog log = logOf(storage, 3);

    assertThat(log.awaitLongerThan(2, LONG)).isTrue();
    assertThat(log.awaitLongerThan(3, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void waitEndsWhenTheLogGrowsPastTheKnownLength() throws Exception {
    DurableLog log = logOf(storage, 1);
    CompletableFuture<Boolean> longer = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    longer.complete(log.awaitLongerThan(2, LONG));
                  } catch (InterruptedException e) {
                    longer.completeExceptionally(e);
                  }
                });
    Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

    log.commit(new Commit().put("key", "value"));
    log.commit(new Commit().append(next(log, "a", "m")));
    Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    assertThat(longer).isNotDone();

    log.commit(new Commit().append(next(log, "b", "m")));
    assertThat(longer.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void noWakeUpIsLost() throws Exception {
    DurableLog log = new DurableLog(storage);
    int rounds = 20_000;
    CompletableFuture<Integer> follower =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                int known = 0;
                while (known < rounds && log.awaitLongerThan(known, LONG)) {
                  known++;
                }
                return known;
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Thread.ofPlatform()::start);

    for (int i = 0; i < rounds; i++) {
      log.commit(
          new Commit().append(LogEntry.chained(log.checksum(), i, bytes("id-" + i), bytes("m"))));
    }

    assertThat(follower.get(1, TimeUnit.MINUTES)).isEqualTo(rounds);
  }

  private static List<String> read(DurableLog log, long from, long to) {
    try (Cursor entries = log.read(from, to)) {
      return messages(() -> entries);
    }
  }

  /** {@code method}: what of the storage fails, after it has done its work. */
  @ParameterizedTest
  @ValueSource(strings = {"commit", "length"})
  void commitThatEndsUnforeseenOnceItIsHandedToTheStorageRefusesEveryOther(String method) {
    AtomicBoolean failing = new AtomicBoolean();
    Storage overflowing =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, called, arguments) -> {
                  Object result = called.invoke(storage, arguments);
                  if (failing.get() && called.getName().equals(method)) {
                    throw new StackOverflowError();
                  }
                  return result;
                });
    DurableLog log = new DurableLog(overflowing);
    log.commit(appending(chain(1)));
    failing.set(true);

    assertThatThrownBy(() -> log.commit(appending(chain(2).subList(1, 2))))
        .as("no refusal: nobody knows what is on the disk")
        .isInstanceOf(StackOverflowError.class);

    failing.set(false);
    assertThat(storage.length()).isEqualTo(2);
    assertThat(log.length()).isEqualTo(1);
    assertThat(log.failure()).isPresent();
    assertThatThrownBy(() -> log.commit(new Commit().put("key", "value")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("start this node anew");
    assertThat(storage.meta("key")).isEmpty();
  }

  @Test
  void memoryThatCannotMirrorACommitEndsAllCommits() {
    DurableLog log = new DurableLog(new MemoryStorage());

    assertThatThrownBy(
            () ->
                log.commit(
                    appending(chain(1)),
                    () -> {
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(log.failure()).isPresent();
    assertThatThrownBy(() -> log.commit(new Commit().put("key", "value")))
        .isInstanceOf(StorageException.class);
  }
}
