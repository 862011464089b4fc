package io.replog.cluster.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds histories with one thing wrong, and expects exactly the rule it breaks to say so. */
class HistoryCheckerTest {

  private static final Entry A = new Entry(0, "a", "text a");
  private static final Entry B = new Entry(1, "b", "text b");
  private static final Entry C = new Entry(2, "c", "text c");

  private static final List<String> BOTH = List.of("master", "secondary-2");

  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final Map<String, List<Entry>> logs = new LinkedHashMap<>();

  /** A history without fault: a and b one after the other, c without an answer, then all read. */
  @BeforeEach
  void allIsWell() {
    writes.add(write(A, 0, 10, Outcome.CREATED));
    writes.add(write(B, 20, 30, Outcome.CREATED));
    writes.add(new Write("c", "text c", 40, 50, 3, Outcome.UNKNOWN, -1, List.of()));
    reads.add(new Read("master", 0, 12, 14, 0, List.of(A)));
    reads.add(new Read("secondary-1", 0, 32, 34, 0, List.of()));
    reads.add(new Read("secondary-1", 0, 42, 44, 0, List.of(A, B)));
    logs.put("master", new ArrayList<>(List.of(A, B, C)));
    logs.put("secondary-1", new ArrayList<>(List.of(A, B, C)));
  }

  private static Write write(Entry entry, long sent, long answered, Outcome outcome) {
    return new Write(entry.id(), entry.message(), sent, answered, 2, outcome, entry.order(), BOTH);
  }

  private void assertBroken(String... rules) {
    List<String> violations = HistoryChecker.violations(new History(writes, reads, logs));
    assertThat(violations.stream().map(v -> v.substring(0, v.indexOf(':'))).distinct())
        .as("%s", violations)
        .containsExactlyInAnyOrder(rules);
  }

  private void everywhere(Entry... log) {
    logs.replaceAll((node, old) -> List.of(log));
  }

  @Test
  void aHistoryWithoutFaultPasses() {
    assertBroken();
  }

  @Test
  void aNodeWithoutTheLastMessageIsFound() {
    logs.put("secondary-1", List.of(A, B));
    assertBroken("all nodes end with the same log");
  }

  @Test
  void anAcknowledgedMessageThatOneNodeLostIsFound() {
    logs.put("secondary-1", List.of(A));
    assertBroken(
        "all nodes end with the same log",
        "what was acknowledged is in the log, where it was said to be");
  }

  @Test
  void anAcknowledgedMessageThatAllNodesLostIsFound() {
    reads.clear();
    everywhere(A);
    assertBroken("what was acknowledged is in the log, where it was said to be");
  }

  @Test
  void anAcknowledgedMessageAtAnotherOrderIsFound() {
    reads.clear();
    everywhere(new Entry(0, "b", "text b"), new Entry(1, "a", "text a"));
    assertBroken("what was acknowledged is in the log, where it was said to be");
  }

  @Test
  void aPendingMessageThatWasLostIsFound() {
    writes.add(write(new Entry(3, "d", "text d"), 60, 70, Outcome.PENDING));
    assertBroken("what was acknowledged is in the log, where it was said to be");
  }

  @Test
  void aSuccessWithoutAnOrderIsFound() {
    writes.add(new Write("c", "text c", 60, 70, 1, Outcome.CREATED, -1, List.of("master")));
    assertThat(HistoryChecker.violations(new History(writes, reads, logs))).isNotEmpty();
  }

  @Test
  void aGapInTheOrdersIsFound() {
    everywhere(A, B, new Entry(3, "c", "text c"));
    assertBroken("orders are dense from 0");
  }

  @Test
  void aSecondCopyIsFound() {
    everywhere(A, B, C, new Entry(3, "c", "text c"));
    assertBroken("an id stands in the log once");
  }

  @Test
  void aMessageThatNobodySentIsFound() {
    everywhere(A, B, C, new Entry(3, "d", "text d"));
    assertBroken("what is in the log was sent");
  }

  @Test
  void anotherTextUnderAKnownIdIsFound() {
    everywhere(A, B, new Entry(2, "c", "text C"));
    assertBroken("what is in the log was sent");
  }

  @Test
  void twoAppendsUnderOneIdAreFound() {
    writes.add(write(B, 60, 70, Outcome.CREATED));
    assertBroken("an id is appended by one attempt only");
  }

  @Test
  void aRepeatThatIsAnsweredAsADuplicatePasses() {
    writes.add(write(B, 60, 70, Outcome.DUPLICATE));
    assertBroken();
  }

  @Test
  void aSuccessOnTooFewNodesIsFound() {
    writes.set(0, new Write("a", "text a", 0, 10, 3, Outcome.CREATED, 0, BOTH));
    assertBroken("a success names as many nodes as were asked for");
  }

  @Test
  void aMessageThatWasRefusedAndStoredIsFound() {
    writes.set(2, new Write("c", "text c", 40, 50, 3, Outcome.REFUSED, -1, List.of()));
    assertBroken("what was refused is not in the log");
  }

  @Test
  void aRefusalAfterAnAttemptOfUnknownOutcomePasses() {
    writes.add(new Write("c", "text c", 60, 70, 3, Outcome.REFUSED, -1, List.of()));
    assertBroken();
  }

  @Test
  void anOrderAgainstRealTimeIsFound() {
    writes.set(0, write(A, 25, 35, Outcome.CREATED));
    writes.set(1, write(B, 0, 10, Outcome.CREATED));
    reads.clear();
    assertBroken("acknowledged before another was sent means a smaller order");
  }

  @Test
  void sideBySideAnyOrderPasses() {
    writes.set(0, write(A, 9, 35, Outcome.CREATED));
    writes.set(1, write(B, 0, 10, Outcome.CREATED));
    reads.clear();
    assertBroken();
  }

  @Test
  void aReadingOfAnotherOrderIsFound() {
    reads.set(2, new Read("secondary-1", 0, 42, 44, 0, List.of(B, A)));
    assertBroken("a reading shows a part of the final log");
  }

  @Test
  void aReadingOfWhatLaterVanishedIsFound() {
    Entry phantom = new Entry(3, "d", "text d");
    reads.add(new Read("secondary-1", 0, 46, 48, 1, List.of(B, C, phantom)));
    assertBroken("a reading shows a part of the final log");
  }

  @Test
  void aReadingThatWentBackIsFound() {
    reads.add(new Read("secondary-1", 0, 46, 48, 0, List.of(A)));
    assertBroken("a node's log never gets shorter");
  }

  @Test
  void aShorterReadingBesideALongerOnePasses() {
    reads.add(new Read("secondary-1", 0, 43, 48, 0, List.of(A)));
    assertBroken();
  }

  @Test
  void aShorterReadingOfAWipedDiskPasses() {
    reads.add(new Read("secondary-1", 1, 46, 48, 0, List.of(A)));
    assertBroken();
  }

  @Test
  void aReadingOfANodeWithoutWhatItAcknowledgedIsFound() {
    reads.add(new Read("secondary-2", 0, 36, 38, 0, List.of(A)));
    assertBroken("what a node acknowledged it shows from then on");
  }

  @Test
  void anOrderAgainstRealTimeOfAMessageWithoutAnswerIsFound() {
    reads.clear();
    writes.set(0, write(new Entry(1, "a", "text a"), 0, 10, Outcome.CREATED));
    writes.set(1, write(new Entry(2, "b", "text b"), 20, 30, Outcome.CREATED));
    logs.replaceAll(
        (node, old) ->
            List.of(
                new Entry(0, "c", "text c"),
                new Entry(1, "a", "text a"),
                new Entry(2, "b", "text b")));
    assertBroken("acknowledged before another was sent means a smaller order");
  }

  @Test
  void aReadingOfTheMasterWithoutWhatWasAcknowledgedIsFound() {
    reads.add(new Read("master", 0, 36, 38, 0, List.of(A)));
    assertBroken("what a node acknowledged it shows from then on");
  }
}
