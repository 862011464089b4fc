package io.replog.core.append;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.append.AppendOutcome.Conflict;
import io.replog.core.append.AppendOutcome.Placed;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequencerTest {

  private final DurableLog log = new DurableLog(new MemoryStorage());

  @Test
  void g2_ordersContinueTheLogWithoutAGap() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();

    assertThat(sequencer.place(List.of(draft("a", "x")))).isEqualTo(stored(placed("a", 3)));
    assertThat(sequencer.place(List.of(draft("b", "y"), draft("c", "z"))))
        .isEqualTo(stored(placed("b", 4), placed("c", 5)));

    log.commit(appending(sequencer.entries()));
    assertThat(messages(log)).containsExactly("m-0", "m-1", "m-2", "x", "y", "z");
  }

  @Test
  void g8_everyEntryFollowsTheOneBefore() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();
    sequencer.place(List.of(draft("a", "x"), draft("b", "y")));
    sequencer.place(List.of(draft("c", "z")));

    long checksum = log.checksum();
    for (LogEntry entry : sequencer.entries()) {
      assertThat(entry.follows(checksum)).isTrue();
      checksum = entry.checksum();
    }
  }

  @Test
  void g4_idThatStandsInTheLogWithThisMessageIsADuplicate() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();

    assertThat(sequencer.place(List.of(draft("id-1", "m-1"))))
        .isEqualTo(stored(duplicate("id-1", 1)));

    assertThat(sequencer.entries()).isEmpty();
  }

  @Test
  void g4_idThatAnotherRequestOfTheGroupBroughtIsADuplicate() {
    Sequencer sequencer = sequencer();
    sequencer.place(List.of(draft("a", "x")));

    assertThat(sequencer.place(List.of(draft("b", "y"), draft("a", "x"))))
        .isEqualTo(stored(placed("b", 1), duplicate("a", 0)));

    assertThat(sequencer.entries()).hasSize(2);
  }

  @Test
  void g4_idThatComesTwiceInABatchStandsOnce() {
    Sequencer sequencer = sequencer();

    assertThat(sequencer.place(List.of(draft("a", "x"), draft("b", "y"), draft("a", "x"))))
        .isEqualTo(stored(placed("a", 0), placed("b", 1), duplicate("a", 0)));
  }

  @Test
  void g4_idThatIsKnownWithAnotherMessageIsAConflictThatNamesItsOrder() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();
    sequencer.place(List.of(draft("a", "x")));

    assertThat(sequencer.place(List.of(draft("id-1", "other")))).isEqualTo(new Conflict("id-1", 1));
    assertThat(sequencer.place(List.of(draft("a", "other")))).isEqualTo(new Conflict("a", 3));
    assertThat(sequencer.place(List.of(draft("b", "1"), draft("b", "2"))))
        .isEqualTo(new Conflict("b", 4));
  }

  @Test
  void batchIsStoredWholeOrNotAtAll() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();
    sequencer.place(List.of(draft("before", "x")));

    AppendOutcome refused =
        sequencer.place(
            List.of(draft("a", "1"), minted("2"), draft("id-1", "other"), draft("b", "3")));

    assertThat(refused).isEqualTo(new Conflict("id-1", 1));
    assertThat(messages(sequencer.entries())).containsExactly("x");

    // What was taken back is not known, and its orders are given to the next.
    assertThat(sequencer.place(List.of(draft("b", "4"), draft("a", "5"))))
        .isEqualTo(stored(placed("b", 4), placed("a", 5)));
    log.commit(appending(sequencer.entries()));
    assertThat(messages(log)).containsExactly("m-0", "m-1", "m-2", "x", "4", "5");
  }

  @Test
  void batchThatIsTakenBackLeavesTheIdsOfEarlierRequests() {
    Sequencer sequencer = sequencer();
    sequencer.place(List.of(draft("a", "x")));

    sequencer.place(List.of(draft("a", "x"), draft("b", "1"), draft("b", "2")));

    assertThat(sequencer.place(List.of(draft("a", "x")))).isEqualTo(stored(duplicate("a", 0)));
  }

  @Test
  void messageWithoutIdGetsOneThatCarriesItsOrder() {
    log.commit(appending(chain(3)));
    Sequencer sequencer = sequencer();

    Stored stored = (Stored) sequencer.place(List.of(minted("x"), draft("a", "y"), minted("x")));

    assertThat(MintedId.orderOf(stored.placed().get(0).id())).hasValue(3);
    assertThat(MintedId.orderOf(stored.placed().get(2).id())).hasValue(5);
    assertThat(stored.duplicates()).isZero();
    log.commit(appending(sequencer.entries()));
    assertThat(log.find(stored.placed().get(2).id()).orElseThrow().order()).isEqualTo(5);
  }

  @Test
  void g4_mintedIdThatIsSentBackIsADuplicate() {
    Sequencer first = sequencer();
    Stored stored = (Stored) first.place(List.of(minted("x")));
    log.commit(appending(first.entries()));
    String id = stored.placed().getFirst().id();

    assertThat(sequencer().place(List.of(draft(id, "x")))).isEqualTo(stored(duplicate(id, 0)));
    assertThat(sequencer().place(List.of(draft(id, "y")))).isEqualTo(new Conflict(id, 0));
  }

  @Test
  void firstAndLastOrderOfABatchAreThoseOfAllItsMessages() {
    log.commit(appending(chain(3)));

    Stored stored = (Stored) sequencer().place(List.of(draft("a", "x"), draft("id-1", "m-1")));

    assertThat(stored.firstOrder()).isEqualTo(1);
    assertThat(stored.lastOrder()).isEqualTo(3);
    assertThat(stored.duplicates()).isEqualTo(1);
  }

  /** G2 and G4 against the simplest model of a log: a list of pairs. */
  @Test
  void anyGroupsEndAsInAListOfPairs() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, String> model = new LinkedHashMap<>();
    for (int group = 0; group < 300; group++) {
      String where = "seed %d, group %d".formatted(seed, group);
      Sequencer sequencer = sequencer();
      for (int request = random.nextInt(4); request >= 0; request--) {
        List<Draft> drafts = someDrafts(random);
        assertThat(sequencer.place(drafts)).as(where).isEqualTo(expected(model, drafts));
      }
      if (!sequencer.entries().isEmpty()) {
        log.commit(appending(sequencer.entries()));
      }
      assertThat(messages(log)).as(where).isEqualTo(List.copyOf(model.values()));
    }
  }

  private static List<Draft> someDrafts(Random random) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      // Mostly the message that belongs to the id, sometimes another.
      int id = random.nextInt(200);
      drafts.add(draft("id " + id, random.nextInt(15) == 0 ? "other" : "message " + id));
    }
    return drafts;
  }

  private static AppendOutcome expected(Map<String, String> model, List<Draft> drafts) {
    Map<String, String> after = new LinkedHashMap<>(model);
    List<Placed> placed = new ArrayList<>();
    for (Draft draft : drafts) {
      String id = draft.id().orElseThrow();
      String before = after.putIfAbsent(id, new String(draft.message()));
      long order = List.copyOf(after.keySet()).indexOf(id);
      if (before != null && !before.equals(new String(draft.message()))) {
        return new Conflict(id, order);
      }
      placed.add(new Placed(id, order, before != null));
    }
    model.putAll(after);
    return new Stored(placed);
  }

  private Sequencer sequencer() {
    return new Sequencer(log, 1_795_000_000_000L, new Random(7));
  }

  private static Draft draft(String id, String message) {
    return new Draft(Optional.of(id), bytes(message));
  }

  private static Draft minted(String message) {
    return new Draft(Optional.empty(), bytes(message));
  }

  private static Stored stored(Placed... placed) {
    return new Stored(Arrays.asList(placed));
  }

  private static Placed placed(String id, long order) {
    return new Placed(id, order, false);
  }

  private static Placed duplicate(String id, long order) {
    return new Placed(id, order, true);
  }
}
