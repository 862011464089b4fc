package io.replog.log.storage;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.loose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Storage} promises. */
public abstract class StorageContract {

  protected Storage storage;

  /** An empty storage. */
  protected abstract Storage create();

  /** Ends {@code storage} and opens what it left. */
  protected abstract Storage reopen(Storage storage);

  /** A folder that does not exist yet. */
  protected abstract Path freshFolder();

  /** Opens what {@link Storage#copyTo} wrote. */
  protected abstract Storage openCopy(Storage original, Path folder);

  @BeforeEach
  void begin() {
    storage = create();
  }

  @AfterEach
  void end() {
    storage.close();
  }

  @Test
  void newStorageHoldsNothing() {
    assertThat(storage.length()).isZero();
    assertThat(storage.entry(0)).isEmpty();
    assertThat(storage.failure()).isEmpty();
    assertThat(storage.meta("key")).isEmpty();
    assertThat(storage.metaUnder("")).isEmpty();
    assertThat(storage.facts()).isEqualTo(LogFacts.NONE);
    assertThat(storage.orderOf("id-0")).isEmpty();
    assertThat(orders(storage.cursor(0, Long.MAX_VALUE))).isEmpty();
    assertThat(orders(storage.held())).isEmpty();
  }

  @Test
  void g1_everythingCommittedIsThereAfterReopening() {
    storage.commit(appending(chain(3)).hold(loose(5)).hold(loose(6)).put("key", "value ü"));
    storage.commit(new Commit().release(6).put("other", ""));

    storage = reopen(storage);

    assertThat(storage.length()).isEqualTo(3);
    for (LogEntry entry : chain(3)) {
      assertThat(storage.entry(entry.order()).orElseThrow().record()).isEqualTo(entry.record());
      assertThat(storage.orderOf(entry.id())).hasValue(entry.order());
    }
    assertThat(orders(storage.held())).containsExactly(5L);
    assertThat(storage.heldEntry(5).orElseThrow().record()).isEqualTo(loose(5).record());
    assertThat(storage.heldEntry(6)).isEmpty();
    assertThat(storage.meta("key")).hasValue("value ü");
    assertThat(storage.meta("other")).hasValue("");
  }

  @Test
  void logGoesOnAfterReopening() {
    storage.commit(appending(chain(2)));
    storage = reopen(storage);
    List<LogEntry> four = chain(4);

    storage.commit(appending(four.subList(2, 4)));

    assertThat(storage.length()).isEqualTo(4);
    assertThat(orders(storage.cursor(0, 4))).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void g3_heldEntryIsNoPartOfTheLog() {
    storage.commit(appending(chain(1)).hold(loose(1)).hold(loose(7)));

    assertThat(storage.length()).isEqualTo(1);
    assertThat(storage.entry(1)).isEmpty();
    assertThat(storage.orderOf("id-1")).isEmpty();
    assertThat(orders(storage.cursor(0, Long.MAX_VALUE))).containsExactly(0L);
    assertThat(storage.heldEntry(0)).isEmpty();
    assertThat(orders(storage.held())).containsExactly(1L, 7L);
  }

  @Test
  void heldEntryMovesToTheLogInOneCommit() {
    List<LogEntry> entries = chain(2);
    storage.commit(new Commit().hold(entries.get(1)));

    storage.commit(appending(entries).release(1));

    assertThat(storage.length()).isEqualTo(2);
    assertThat(orders(storage.held())).isEmpty();
    assertThat(storage.entry(1).orElseThrow().record()).isEqualTo(entries.get(1).record());
  }

  @Test
  void releasingComesBeforeWhatTheSameCommitHolds() {
    storage.commit(new Commit().hold(loose(5)));
    LogEntry another = LogEntry.unchained(5, bytes("another"), bytes("m"));

    storage.commit(new Commit().hold(another).release(5));

    assertThat(storage.heldEntry(5).orElseThrow().id()).isEqualTo("another");
  }

  @Test
  void clearingEmptiesTheLogAndKeepsTheRest() {
    storage.commit(appending(chain(3)).hold(loose(9)).put("key", "value"));

    storage.commit(new Commit().clear());

    assertThat(storage.length()).isZero();
    assertThat(storage.entry(0)).isEmpty();
    assertThat(storage.entry(2)).isEmpty();
    assertThat(storage.orderOf("id-2")).isEmpty();
    assertThat(orders(storage.held())).isEmpty();
    assertThat(storage.meta("key")).hasValue("value");
  }

  @Test
  void clearingComesBeforeWhatTheSameCommitAdds() {
    storage.commit(appending(chain(3)).hold(loose(9)));
    List<LogEntry> fresh = chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "fresh-");

    storage.commit(appending(fresh).hold(loose(5)).clear());
    storage = reopen(storage);

    assertThat(storage.length()).isEqualTo(2);
    assertThat(storage.entry(1).orElseThrow().message()).isEqualTo("fresh-1");
    assertThat(storage.entry(2)).isEmpty();
    assertThat(storage.orderOf("id-1")).hasValue(1);
    assertThat(storage.orderOf("id-2")).isEmpty();
    assertThat(orders(storage.held())).containsExactly(5L);
  }

  @Test
  void cutRemovesTheEndOfTheLogWithItsIdsAndKeepsTheRest() {
    storage.commit(appending(chain(5)).hold(loose(9)).put("key", "value"));

    storage.commit(new Commit().cutTo(2));
    storage = reopen(storage);

    assertThat(storage.length()).isEqualTo(2);
    assertThat(orders(storage.cursor(0, Long.MAX_VALUE))).containsExactly(0L, 1L);
    assertThat(storage.entry(2)).isEmpty();
    assertThat(storage.orderOf("id-1")).hasValue(1);
    assertThat(storage.orderOf("id-2")).isEmpty();
    assertThat(storage.orderOf("id-4")).isEmpty();
    assertThat(orders(storage.held())).containsExactly(9L);
    assertThat(storage.meta("key")).hasValue("value");
  }

  @Test
  void cutComesBeforeWhatTheSameCommitAppends() {
    List<LogEntry> entries = chain(4);
    storage.commit(appending(entries));
    List<LogEntry> others = chain(entries.get(1).checksum(), 2, 1, "other-");

    storage.commit(appending(others).cutTo(2));
    storage = reopen(storage);

    assertThat(storage.length()).isEqualTo(3);
    assertThat(storage.entry(2).orElseThrow().message()).isEqualTo("other-2");
    assertThat(storage.orderOf("id-2")).hasValue(2);
    assertThat(storage.orderOf("id-3")).isEmpty();
  }

  @Test
  void logCanBeCutToNothing() {
    storage.commit(appending(chain(3)));

    storage.commit(new Commit().cutTo(0));

    assertThat(storage.length()).isZero();
    assertThat(storage.orderOf("id-0")).isEmpty();
  }

  @Test
  void recordOfTheVotersIsAmongTheFacts() {
    Voter voter = new Voter("n1.7f", URI.create("http://n1:5000"), 6000);
    Voters voters = new Voters(new Tail(3, "claim"), 1, List.of(voter), List.of());
    LogFacts facts = LogFacts.NONE.withLogId("log").withVoters(voters);

    storage.commit(new Commit().facts(facts));
    storage = reopen(storage);

    assertThat(storage.facts()).isEqualTo(facts);
  }

  @Test
  void emptyLogCanBeCleared() {
    storage.commit(new Commit().clear());

    assertThat(storage.length()).isZero();
  }

  @Test
  void factsOfTheLogAreReplacedWholeAndThereAfterReopening() {
    LogFacts facts =
        new LogFacts(
            Optional.of("log ü"), 7, "claim", new Tail(6, "old"), true, 0, 0, Optional.empty());
    storage.commit(new Commit().facts(facts));
    assertThat(storage.facts()).isEqualTo(facts);
    storage = reopen(storage);
    assertThat(storage.facts()).isEqualTo(facts);

    LogFacts after = LogFacts.NONE.withLogId("another").withMaster(1, "");
    storage.commit(new Commit().facts(after));
    storage.commit(appending(chain(1)));
    storage = reopen(storage);
    assertThat(storage.facts()).isEqualTo(after);
  }

  @Test
  void factsOfTheLogAndThoseOfTheNodeAreKeptApart() {
    LogFacts facts = LogFacts.NONE.withLogId("log").withMaster(7, "claim");
    storage.commit(new Commit().put("member/s1", "url").facts(facts));

    storage.commit(new Commit().clear().facts(LogFacts.NONE));

    assertThat(storage.facts()).isEqualTo(LogFacts.NONE);
    assertThat(storage.metaUnder("member/")).hasSize(1);
  }

  @Test
  void logWhoseBeginningIsGoneBeginsWhereItsFactsSay() {
    List<LogEntry> entries = chain(7);
    long base = entries.get(4).checksum();
    storage.commit(appending(chain(2)));
    storage.commit(
        new Commit()
            .clear()
            .facts(
                new LogFacts(
                    Optional.of("log"), 1, "", Tail.NONE, false, 5, base, Optional.empty())));
    assertThat(storage.facts().first()).isEqualTo(5);
    assertThat(storage.length()).isEqualTo(5);

    storage.commit(appending(entries.subList(5, 7)));
    storage = reopen(storage);

    assertThat(storage.facts().first()).isEqualTo(5);
    assertThat(storage.length()).isEqualTo(7);
    assertThat(storage.facts().base()).isEqualTo(base);
    assertThat(orders(storage.cursor(0, Long.MAX_VALUE))).containsExactly(5L, 6L);
  }

  @Test
  void metaIsPutReplacedRemovedAndFoundByPrefix() {
    storage.commit(new Commit().put("a/1", "x").put("a/2", "y").put("b/1", "z").put("a", "w"));
    storage.commit(new Commit().put("a/1", "X").remove("a/2").remove("never"));

    assertThat(storage.meta("a/1")).hasValue("X");
    assertThat(storage.meta("a/2")).isEmpty();
    assertThat(storage.metaUnder("a/")).containsExactly(java.util.Map.entry("a/1", "X"));
    assertThat(storage.metaUnder("").keySet()).containsExactly("a", "a/1", "b/1");
    assertThat(storage.metaUnder("c")).isEmpty();
  }

  @Test
  void cursorReadsTheOrdersAskedFor() {
    storage.commit(appending(chain(5)).hold(loose(6)));

    assertThat(orders(storage.cursor(1, 3))).containsExactly(1L, 2L);
    assertThat(orders(storage.cursor(3, Long.MAX_VALUE))).containsExactly(3L, 4L);
    assertThat(orders(storage.cursor(2, 2))).isEmpty();
    assertThat(orders(storage.cursor(3, 1))).isEmpty();
    assertThat(orders(storage.cursor(5, 9))).isEmpty();
    assertThat(orders(storage.cursor(9, 12))).isEmpty();
  }

  @Test
  void g3_cursorShowsTheLogAsItWasWhenItWasOpened() {
    storage.commit(appending(chain(2)));
    try (Cursor cursor = storage.cursor(0, Long.MAX_VALUE)) {
      storage.commit(appending(chain(4).subList(2, 4)));

      assertThat(cursor.next().order()).isZero();
      assertThat(cursor.next().order()).isEqualTo(1);
      assertThat(cursor.hasNext()).isFalse();
      assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void g4_idOfAClientIsFoundAtItsOrder() {
    String id = "ü \"quoted\" 🎉";
    storage.commit(
        new Commit()
            .append(LogEntry.chained(0, 0, bytes("first"), bytes("m")))
            .append(LogEntry.chained(1, 1, bytes(id), bytes("m"))));

    assertThat(storage.orderOf(id)).hasValue(1);
    assertThat(storage.orderOf("first")).hasValue(0);
    assertThat(storage.orderOf("firs")).isEmpty();
    assertThat(storage.orderOf("first ")).isEmpty();
  }

  @Test
  void g4_mintedIdIsFoundAtTheOrderItCarriesAndNoneLikeIt() {
    String minted = MintedId.of(1, 1_795_000_000_000L, 1);
    String likeIt = MintedId.of(1, 1_795_000_000_000L, 2);
    String beyond = MintedId.of(2, 1_795_000_000_000L, 1);
    storage.commit(
        new Commit()
            .append(LogEntry.chained(0, 0, bytes("first"), bytes("m")))
            .append(LogEntry.chained(1, 1, bytes(minted), bytes("m"))));
    storage = reopen(storage);

    assertThat(storage.orderOf(minted)).hasValue(1);
    assertThat(storage.orderOf(likeIt)).isEmpty();
    assertThat(storage.orderOf(beyond)).isEmpty();
  }

  @Test
  void g4_idInTheFormOfAMintedOneIsFoundWhereverItStands() {
    String carriesSeven = MintedId.of(7, 1_795_000_000_000L, 1);
    storage.commit(new Commit().append(LogEntry.chained(0, 0, bytes(carriesSeven), bytes("m"))));

    assertThat(storage.orderOf(carriesSeven)).hasValue(0);
  }

  @Test
  void copyIsTheStorageOfThatMomentAndBothGoOn() {
    LogFacts facts = LogFacts.NONE.withLogId("log").withMaster(7, "claim");
    storage.commit(appending(chain(2)).hold(loose(5)).put("key", "value").facts(facts));
    Path folder = freshFolder();

    storage.copyTo(folder);
    storage.commit(appending(chain(3).subList(2, 3)).put("key", "later"));

    try (Storage copy = openCopy(storage, folder)) {
      assertThat(copy.length()).isEqualTo(2);
      assertThat(copy.orderOf("id-1")).hasValue(1);
      assertThat(orders(copy.held())).containsExactly(5L);
      assertThat(copy.meta("key")).hasValue("value");
      assertThat(copy.facts()).isEqualTo(facts);
      copy.commit(new Commit().clear());
    }
    assertThat(storage.length()).isEqualTo(3);
    assertThat(storage.meta("key")).hasValue("later");
  }

  @Test
  void copyNeverGoesOverAnother() {
    Path folder = freshFolder();
    storage.copyTo(folder);

    assertThatThrownBy(() -> storage.copyTo(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(folder.toString());
  }

  protected static List<Long> orders(Cursor cursor) {
    List<Long> orders = new ArrayList<>();
    try (cursor) {
      cursor.forEachRemaining(entry -> orders.add(entry.order()));
    }
    return orders;
  }
}
