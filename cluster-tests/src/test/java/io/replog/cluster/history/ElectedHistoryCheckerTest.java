package io.replog.cluster.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Feeds histories of elected masters with one thing wrong, and expects exactly the rule it breaks
 * to say so. What every log has to obey, {@link HistoryCheckerTest} has.
 */
class ElectedHistoryCheckerTest {

  private static final String MAJORITY_KEPT =
      "what a majority acknowledged is in the log, where it was said to be";
  private static final String SET_ASIDE = "what vanished is set aside";

  private static final Entry A = new Entry(0, "a", "text a");
  private static final Entry B = new Entry(1, "b", "text b");
  private static final Entry LOST = new Entry(2, "lost", "text lost");
  private static final Entry C = new Entry(2, "c", "text c");

  private static final List<String> ONE = List.of("n1");
  private static final List<String> TWO = List.of("n1", "n2");

  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final List<Aside> asides = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private int majority = 2;
  private final Map<String, List<Entry>> logs = new LinkedHashMap<>();

  /**
   * A history without fault: a, b and, of the next master, c by a majority; between them one that
   * the old master acknowledged alone, and set aside.
   */
  @BeforeEach
  void allIsWell() {
    writes.add(write(A, 0, 10, 2, TWO));
    writes.add(write(B, 20, 30, 2, TWO));
    writes.add(write(LOST, 40, 50, 1, ONE));
    writes.add(write(C, 60, 70, 2, List.of("n2", "n3")));
    reads.add(new Read("n1", 1, 32, 34, 0, List.of(A, B)));
    reads.add(new Read("n1", 2, 72, 74, 0, List.of(A)));
    asides.add(new Aside("n1", LOST));
    everywhere(A, B, C);
  }

  private static Write write(Entry entry, long sent, long answered, int w, List<String> acks) {
    return write(entry, sent, answered, w, Outcome.CREATED, acks);
  }

  private static Write write(
      Entry entry, long sent, long answered, int w, Outcome outcome, List<String> acks) {
    return write(entry, sent, answered, w, outcome, acks, outcome.isAcknowledged() && w >= 2);
  }

  private static Write write(
      Entry entry,
      long sent,
      long answered,
      int w,
      Outcome outcome,
      List<String> acks,
      boolean survives) {
    return new Write(
        entry.id(),
        entry.message(),
        sent,
        answered,
        w,
        outcome,
        entry.order(),
        acks,
        false,
        survives);
  }

  private void everywhere(Entry... log) {
    List.of("n1", "n2", "n3").forEach(node -> logs.put(node, List.of(log)));
  }

  private void assertBroken(String... rules) {
    List<String> violations =
        HistoryChecker.violationsUnderElections(
            new History(writes, reads, logs, new Copies(asides, losses, majority)));
    assertThat(violations.stream().map(v -> v.substring(0, v.indexOf(':'))).distinct())
        .as("%s", violations)
        .containsExactlyInAnyOrder(rules);
  }

  @Test
  void aHistoryWithoutFaultPasses() {
    assertBroken();
  }

  @Test
  void aMessageOfAMajorityThatVanishedIsFoundAlsoWhereItIsSetAside() {
    reads.clear();
    Entry other = new Entry(1, "c", "text c");
    writes.set(3, write(other, 60, 70, 2, TWO));
    asides.add(new Aside("n1", B));
    everywhere(A, other);
    assertBroken(MAJORITY_KEPT);
  }

  @Test
  void aMessageOfAMajorityAtAnotherOrderIsFound() {
    writes.add(write(new Entry(0, "b", "text b"), 80, 90, 2, Outcome.DUPLICATE, TWO));
    assertBroken(MAJORITY_KEPT);
  }

  @Test
  void aMessageOfAMajorityThatOneNodeLacksIsFound() {
    logs.put("n3", List.of(A, B));
    assertBroken("all nodes end with the same log", MAJORITY_KEPT);
  }

  @Test
  void aSuccessWithoutAnOrderIsFound() {
    writes.add(
        new Write("c", "text c", 80, 90, 2, Outcome.DUPLICATE, Write.NO_ORDER, TWO, false, true));
    assertBroken(MAJORITY_KEPT);
  }

  @Test
  void aVanishedMessageThatNobodySetAsideIsFound() {
    asides.clear();
    assertBroken(SET_ASIDE);
  }

  @Test
  void aVanishedMessageThatIsSetAsideAtAnotherOrderIsFound() {
    asides.set(0, new Aside("n1", new Entry(3, "lost", "text lost")));
    assertBroken(SET_ASIDE);
  }

  @Test
  void aPendingMessageThatVanishedWithoutATraceIsFound() {
    writes.add(write(new Entry(3, "d", "text d"), 80, 90, 2, Outcome.PENDING, ONE));
    assertBroken(SET_ASIDE);
  }

  @Test
  void aVanishedMessageThatWasAppendedAnewPasses() {
    Entry again = new Entry(3, "lost", "text lost");
    writes.add(write(again, 80, 90, 2, TWO));
    everywhere(A, B, C, again);
    assertBroken();
  }

  @Test
  void aVanishedMessageWhoseOnlyDiskWasWipedPasses() {
    asides.clear();
    losses.add(new Loss("n1", 45));
    assertBroken();
  }

  @Test
  void aVanishedMessageWhoseDiskHadBeenWipedBeforeIsFound() {
    asides.clear();
    losses.add(new Loss("n1", 35));
    assertBroken(SET_ASIDE);
  }

  @Test
  void aVanishedMessageOfTwoNodesOfWhichOneWasWipedIsFound() {
    Entry other = new Entry(3, "d", "text d");
    writes.add(write(other, 80, 90, 2, Outcome.PENDING, TWO));
    losses.add(new Loss("n1", 100));
    assertBroken(SET_ASIDE);
    losses.add(new Loss("n2", 110));
    assertBroken();
  }

  @Test
  void aMessageOfAMajorityIsFoundAlsoWhereItsDisksWereWiped() {
    reads.clear();
    writes.set(3, write(new Entry(1, "c", "text c"), 60, 70, 2, TWO));
    asides.add(new Aside("n1", B));
    losses.add(new Loss("n1", 100));
    losses.add(new Loss("n2", 110));
    everywhere(A, new Entry(1, "c", "text c"));
    assertBroken(MAJORITY_KEPT);
  }

  @Test
  void twoOfFourThatAreNotToldToSurviveMayVanish() {
    majority = 3;
    Entry two = new Entry(3, "two", "text two");
    writes.add(write(two, 80, 90, 2, Outcome.CREATED, TWO, false));
    asides.add(new Aside("n1", two));
    assertBroken();
    writes.set(writes.size() - 1, write(two, 80, 90, 2, Outcome.CREATED, TWO, true));
    assertBroken(MAJORITY_KEPT);
  }

  @Test
  void aMajorityThatIsNotToldToSurviveIsFound() {
    writes.set(1, write(B, 20, 30, 2, Outcome.CREATED, TWO, false));
    assertBroken("what a majority acknowledged is told to survive");
  }

  @Test
  void aMessageSetAsideThatNobodySentIsFound() {
    asides.add(new Aside("n1", new Entry(2, "invented", "text")));
    assertBroken("what is set aside was sent");
  }

  @Test
  void anotherTextSetAsideThanWasSentIsFound() {
    asides.add(new Aside("n2", new Entry(2, "lost", "another text")));
    assertBroken("what is set aside was sent");
  }

  @Test
  void twoAppendsForAMajorityUnderOneIdAreFound() {
    writes.add(write(B, 80, 90, 2, TWO));
    assertBroken("an id is appended for a majority by one attempt only");
  }

  @Test
  void aSecondCopyIsFound() {
    everywhere(A, B, C, new Entry(3, "c", "text c"));
    assertBroken("an id stands in the log once");
  }

  @Test
  void anOrderAgainstRealTimeOverTwoReignsIsFound() {
    reads.clear();
    writes.set(0, write(A, 62, 80, 2, TWO));
    assertBroken("acknowledged by a majority before another was sent means a smaller order");
  }

  @Test
  void anOrderAgainstRealTimeOfAMessageOfOneNodePasses() {
    Entry alone = new Entry(3, "alone", "text");
    writes.add(write(alone, 1, 2, 1, ONE));
    everywhere(A, B, C, alone);
    assertBroken();
  }

  @Test
  void anOrderAgainstRealTimeOfAMessageWithoutAnswerIsFound() {
    reads.clear();
    Entry late = new Entry(0, "a", "text a");
    writes.set(0, new Write("a", "text a", 35, 90, 2, Outcome.UNKNOWN, Write.NO_ORDER, List.of()));
    everywhere(late, B, C);
    assertBroken("acknowledged by a majority before another was sent means a smaller order");
  }

  @Test
  void aReadingOfWhatVanishedIsFound() {
    reads.add(new Read("n1", 1, 52, 54, 0, List.of(A, B, LOST)));
    assertBroken("a reading shows a part of the final log");
  }

  @Test
  void aNodeThatShowsLessWithoutARestartIsFound() {
    reads.add(new Read("n1", 1, 36, 38, 0, List.of(A)));
    assertBroken("a node's log never gets shorter");
  }

  @Test
  void aRefusedMessageThatIsSetAsideIsFound() {
    Entry refused = new Entry(2, "refused", "text");
    writes.add(new Write("refused", "text", 80, 90, 2, Outcome.REFUSED, Write.NO_ORDER, List.of()));
    asides.add(new Aside("n3", refused));
    assertBroken("what was refused is not in the log");
  }

  @Test
  void aMajorityThatNamesOneNodeIsFound() {
    writes.set(1, write(B, 20, 30, 2, ONE));
    assertBroken("a success names as many nodes as were asked for");
  }
}
