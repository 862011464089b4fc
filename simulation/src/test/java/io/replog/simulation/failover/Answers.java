package io.replog.simulation.failover;

import io.replog.core.MasterRole;
import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.WriteOutcome.Conflict;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Impossible;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.append.AppendOutcome.Placed;
import io.replog.core.append.Draft;
import io.replog.model.LogEntry;
import io.replog.model.Tail;
import io.replog.model.WriteConcern;
import io.replog.simulation.Drafts;
import io.replog.simulation.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients asked and were answered, and whether each answer is true when it is given. */
final class Answers {

  /** What the client knows. */
  enum Knows {
    NOTHING,
    STORED,
    NOTHING_WAS_STORED
  }

  /** One request. */
  static final class Attempt {
    private final RunningVoter voter;
    private final MasterRole role;
    private final List<Draft> drafts;
    private final WriteConcern concern;
    private Knows knows = Knows.NOTHING;
    private boolean ended;

    private Attempt(RunningVoter voter, MasterRole role, List<Draft> drafts, WriteConcern concern) {
      this.voter = voter;
      this.role = role;
      this.drafts = drafts;
      this.concern = concern;
    }

    boolean isStored() {
      return knows == Knows.STORED;
    }

    /** Whether the client was told anything. */
    boolean isEnded() {
      return ended;
    }

    private boolean givesOneIdToTwo() {
      Map<Optional<String>, String> texts = new HashMap<>();
      return drafts.stream()
          .filter(draft -> draft.id().isPresent())
          .anyMatch(
              draft ->
                  !Drafts.text(draft)
                      .equals(texts.merge(draft.id(), Drafts.text(draft), (a, b) -> a)));
    }
  }

  /** A message that at least a majority was said to hold. */
  record Survivor(LogEntry entry, long begun, long ended) {}

  private final Copies copies;
  private final Records records;
  private final Majorities majorities;
  private final Trace trace;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Long> firstBegun = new HashMap<>();
  private final List<Survivor> survivors = new ArrayList<>();
  private int answered;

  Answers(Copies copies, Records records, Majorities majorities, Trace trace) {
    this.copies = copies;
    this.records = records;
    this.majorities = majorities;
    this.trace = trace;
  }

  Attempt begin(RunningVoter voter, MasterRole role, List<Draft> drafts, WriteConcern concern) {
    Attempt attempt = new Attempt(voter, role, drafts, concern);
    attempts.add(attempt);
    drafts.forEach(draft -> firstBegun.putIfAbsent(Drafts.text(draft), trace.step()));
    return attempt;
  }

  void end(Attempt attempt, WriteOutcome outcome, Throwable failure) {
    attempt.ended = true;
    switch (outcome) {
      case Done done when failure == null -> done(attempt, done);
      case Conflict conflict when failure == null -> conflict(attempt, conflict);
      case Impossible impossible -> attempt.knows = Knows.NOTHING_WAS_STORED;
      case Refused refused -> attempt.knows = Knows.NOTHING_WAS_STORED;
      case null, default -> attempt.knows = Knows.NOTHING;
    }
  }

  private void conflict(Attempt attempt, Conflict conflict) {
    attempt.knows = Knows.NOTHING_WAS_STORED;
    List<LogEntry> log = copies.log(attempt.voter.node().disk());
    boolean stands =
        conflict.order() < log.size() && log.get((int) conflict.order()).id().equals(conflict.id());
    if (!stands && !attempt.givesOneIdToTwo()) {
      trace.violated(
          "G4: %s says that %s stands at %d"
              .formatted(attempt.voter.process(), conflict.id(), conflict.order()));
    }
  }

  private void done(Attempt attempt, Done done) {
    attempt.knows = Knows.STORED;
    if (attempt.role.mode().hasEnded()) {
      trace.violated("G7: %s says \"done\" after its reign".formatted(attempt.voter.process()));
    }
    for (int i = 0; i < attempt.drafts.size(); i++) {
      placed(attempt, attempt.drafts.get(i), done.stored().placed().get(i), done);
    }
  }

  private void placed(Attempt attempt, Draft draft, Placed placed, Done done) {
    VoterNode node = attempt.voter.node();
    List<LogEntry> log = copies.log(node.disk());
    Optional<LogEntry> entry =
        Optional.of((int) placed.order()).filter(at -> at < log.size()).map(log::get);
    if (entry
        .filter(each -> each.id().equals(placed.id()) && each.message().equals(Drafts.text(draft)))
        .isEmpty()) {
      trace.violated(
          "G4: %s says that %s stands at %d, and its disk holds %s there"
              .formatted(attempt.voter.process(), Drafts.text(draft), placed.order(), entry));
      return;
    }
    answered++;
    trace.add(
        "answered %s at %d with w=%d, by %s"
            .formatted(Drafts.text(draft), placed.order(), done.w(), node));
    mustBeHeld(entry.get(), attempt, done);
    if (majorities.isConfirmed(entry.get())) {
      survivors.add(new Survivor(entry.get(), firstBegun.get(Drafts.text(draft)), trace.step()));
    }
  }

  private void mustBeHeld(LogEntry entry, Attempt attempt, Done done) {
    Tail reign = copies.facts(attempt.voter.node().disk()).writer();
    boolean byMajority =
        attempt.concern.equals(WriteConcern.MAJORITY)
            || done.w() >= records.greatestMajority(reign);
    if (byMajority && !majorities.isConfirmed(entry)) {
      trace.violated("G1: %s is answered with %s, which are no majority".formatted(entry, done));
    }
    Set<String> holders = majorities.holders(reign, entry);
    if (done.acks().size() < done.w() || !holders.containsAll(done.acks())) {
      trace.violated(
          "G1: %s is answered with %s (w=%d), and %s held it in that reign"
              .formatted(entry, done.acks(), done.w(), holders));
    }
  }

  /** All that were acknowledged by a majority are in {@code log}, in their order of time. */
  void checkAtTheEnd(List<LogEntry> log) {
    List<Survivor> byOrder = new ArrayList<>(survivors);
    byOrder.sort((a, b) -> Long.compare(b.entry().order(), a.entry().order()));
    long firstEnded = Long.MAX_VALUE;
    long itsOrder = 0;
    for (Survivor each : byOrder) {
      int order = (int) each.entry().order();
      if (order >= log.size() || log.get(order).checksum() != each.entry().checksum()) {
        trace.violated("G1: %s is not in the log that goes on".formatted(each));
      }
      if (firstEnded < each.begun() && itsOrder > order) {
        trace.violated("G2: %s stands before one answered before it was sent".formatted(each));
      }
      if (each.ended() < firstEnded) {
        firstEnded = each.ended();
        itsOrder = order;
      }
    }
    checkTexts(log);
  }

  private void checkTexts(List<LogEntry> log) {
    Map<String, Set<Knows>> known = new HashMap<>();
    for (Attempt attempt : attempts) {
      for (Draft draft : attempt.drafts) {
        known.computeIfAbsent(Drafts.text(draft), never -> new HashSet<>()).add(attempt.knows);
      }
    }
    for (LogEntry entry : log) {
      Set<Knows> told = known.getOrDefault(entry.message(), Set.of());
      if (told.isEmpty() || told.equals(Set.of(Knows.NOTHING_WAS_STORED))) {
        trace.violated("the log holds %s, and its writers know %s".formatted(entry, told));
      }
    }
  }

  /** How many messages were answered for. */
  int answered() {
    return answered;
  }

  /** How many of them with a majority. */
  int survivors() {
    return survivors.size();
  }
}
