package io.replog.simulation.rules;

import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.rules.Attempt.Knows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold when all is healed, of the log that goes on and of every other one. */
public final class FinalRules {

  private final Ledger ledger;
  private final History history;
  private final Promises promises;
  private final Trace trace;

  public FinalRules(Ledger ledger, History history, Promises promises, Trace trace) {
    this.ledger = ledger;
    this.history = history;
    this.promises = promises;
    this.trace = trace;
  }

  /** How many messages were looked for, and how many of them once were on secondaries only. */
  public record Looked(int promised, int found) {}

  public Looked check(RunningMaster master) {
    Disk surviving = master.disk();
    List<Acknowledged> promised =
        history.acknowledged().stream()
            .filter(message -> promises.cover(message, master.process()))
            .toList();
    for (Acknowledged message : promised) {
      if (!ledger.holds(surviving, message.order(), message.checksum())) {
        trace.violated(
            "G1: %s is not in the log that goes on, on %s, which holds %s there"
                .formatted(message, surviving, ledger.entry(surviving, message.order())));
      }
    }
    checkRealTime(promised);
    checkTexts();
    long found =
        promised.stream()
            .filter(message -> promises.hadToBeFound(message, master.process()))
            .count();
    return new Looked(promised.size(), (int) found);
  }

  /** Who was answered before another one asked stands before it. */
  private void checkRealTime(List<Acknowledged> promised) {
    List<Acknowledged> byOrder = new ArrayList<>(promised);
    byOrder.sort(Comparator.comparingLong(Acknowledged::order).reversed());
    Acknowledged firstAnswered = null;
    for (Acknowledged message : byOrder) {
      if (firstAnswered != null
          && firstAnswered.ended() < message.begun()
          && firstAnswered.order() > message.order()) {
        trace.violated("G2: %s stands before %s".formatted(message, firstAnswered));
      }
      if (firstAnswered == null || message.ended() < firstAnswered.ended()) {
        firstAnswered = message;
      }
    }
  }

  private void checkTexts() {
    Map<String, Set<Knows>> known = new HashMap<>();
    for (Attempt attempt : history.attempts()) {
      for (var draft : attempt.drafts()) {
        known.computeIfAbsent(Attempt.text(draft), never -> new HashSet<>()).add(attempt.knows());
      }
    }
    for (Disk disk : ledger.disks()) {
      for (LogEntry entry : ledger.entries(disk)) {
        Set<Knows> told = known.getOrDefault(entry.message(), Set.of());
        if (told.isEmpty()) {
          trace.violated("%s holds %s, which nobody wrote".formatted(disk, entry));
        } else if (told.equals(Set.of(Knows.NOTHING_WAS_STORED))) {
          trace.violated(
              "%s holds %s, of which was said that it was not stored".formatted(disk, entry));
        }
      }
    }
  }
}
