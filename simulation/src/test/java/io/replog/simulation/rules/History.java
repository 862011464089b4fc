package io.replog.simulation.rules;

import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.WriteOutcome.Abandoned;
import io.replog.core.acknowledgement.WriteOutcome.Conflict;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Impossible;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.acknowledgement.WriteOutcome.TimedOut;
import io.replog.core.acknowledgement.WriteOutcome.Unknown;
import io.replog.core.append.AppendOutcome.Placed;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.core.append.Draft;
import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.rules.Attempt.Knows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All that clients asked and were told, with the rules for an answer in the moment it is given. */
public final class History {

  private final Ledger ledger;
  private final Trace trace;
  private final Function<String, Optional<Disk>> disks;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Long> firstBegun = new HashMap<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();

  /** {@code disks}: of the secondary with this name. */
  public History(Ledger ledger, Trace trace, Function<String, Optional<Disk>> disks) {
    this.ledger = ledger;
    this.trace = trace;
    this.disks = disks;
  }

  public Attempt begin(RunningMaster master, List<Draft> drafts) {
    Attempt attempt = new Attempt(master, drafts, trace.step());
    attempts.add(attempt);
    drafts.forEach(draft -> firstBegun.putIfAbsent(Attempt.text(draft), trace.step()));
    return attempt;
  }

  public void end(Attempt attempt, WriteOutcome outcome, Throwable failure) {
    if (failure != null) {
      attempt.end(Knows.NOTHING);
      return;
    }
    switch (outcome) {
      case Done done -> done(attempt, done);
      case TimedOut late -> attempt.end(Knows.NOTHING);
      case Abandoned left -> attempt.end(Knows.NOTHING);
      case Conflict conflict -> conflict(attempt, conflict);
      case Impossible impossible -> attempt.end(Knows.NOTHING_WAS_STORED);
      case Refused refused -> attempt.end(Knows.NOTHING_WAS_STORED);
      case Unknown unknown -> attempt.end(Knows.NOTHING);
    }
  }

  private void conflict(Attempt attempt, Conflict conflict) {
    attempt.end(Knows.NOTHING_WAS_STORED);
    if (attempt.contradictsItself()) {
      return; // The order is one that the request would have had.
    }
    Optional<LogEntry> known = attempt.master().log().entry(conflict.order());
    if (known.filter(entry -> entry.id().equals(conflict.id())).isEmpty()) {
      trace.violated(
          "G4: %s says that %s stands at %d"
              .formatted(attempt.master().process(), conflict.id(), conflict.order()));
    }
  }

  private void done(Attempt attempt, Done done) {
    attempt.end(Knows.STORED);
    RunningMaster master = attempt.master();
    if (master.isFenced()) {
      trace.violated("G7: %s says \"done\" after it was fenced".formatted(master.process()));
    }
    Stored stored = done.stored();
    for (int i = 0; i < stored.placed().size(); i++) {
      placed(attempt, attempt.drafts().get(i), stored.placed().get(i), done);
    }
  }

  private void placed(Attempt attempt, Draft draft, Placed placed, Done done) {
    RunningMaster master = attempt.master();
    String text = Attempt.text(draft);
    Optional<LogEntry> entry = ledger.entry(master.disk(), placed.order());
    if (entry.filter(e -> e.id().equals(placed.id()) && e.message().equals(text)).isEmpty()) {
      trace.violated(
          "G1: %s says that %s stands at %d, and its disk holds %s there"
              .formatted(master.process(), text, placed.order(), entry));
      return;
    }
    var acked =
        new Acknowledged(
            text,
            placed.order(),
            entry.get().checksum(),
            done.w(),
            firstBegun.get(text),
            trace.step(),
            master.process(),
            master.epoch(),
            master.logId());
    trace.add("answered " + acked);
    acknowledged.add(acked);
    mustBeHeld(acked, done.acks());
  }

  private void mustBeHeld(Acknowledged acked, List<String> names) {
    if (names.size() < acked.w()) {
      trace.violated("G1: %s is answered with %s only".formatted(acked, names));
    }
    for (String name : names.subList(1, names.size())) {
      Disk disk = disks.apply(name.replace("http://", "")).orElseThrow();
      if (!ledger.holds(disk, acked.order(), acked.checksum())
          && !ledger.lostSince(disk, acked.begun())) {
        trace.violated("G1: %s is said to be held by %s".formatted(acked, name));
      }
    }
  }

  List<Attempt> attempts() {
    return attempts;
  }

  public List<Acknowledged> acknowledged() {
    return acknowledged;
  }
}
