package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules about what writers were told where masters are elected: what a majority acknowledged is for
 * ever, and of everything else no trace is lost.
 */
final class FailoverRules {

  private FailoverRules() {}

  /** It was told to survive, or must have been: the voters may change, and with them what does. */
  private static boolean byMajority(History history, Write write) {
    return write.outcome().isAcknowledged() && (write.survives() || askedMajority(history, write));
  }

  private static boolean askedMajority(History history, Write write) {
    return write.majority() || write.w() >= history.copies().majority();
  }

  /** Whoever asked for a majority, by name or by number, is told that the message survives. */
  static List<String> survivalIsTold(History history) {
    return history.writes().stream()
        .filter(write -> write.outcome().isAcknowledged() && askedMajority(history, write))
        .filter(write -> !write.survives())
        .map(Write::toString)
        .toList();
  }

  /** Where the answer said that it stands, on every node. */
  static List<String> majorityKept(History history) {
    List<String> violations = new ArrayList<>();
    for (Write write : history.writes()) {
      if (write.outcome().isAcknowledged() && write.order() == Write.NO_ORDER) {
        violations.add(write + " without an order");
      } else if (byMajority(history, write)) {
        history
            .logs()
            .forEach(
                (node, log) -> {
                  Entry found = at(log, write.order());
                  if (!entry(write).equals(found)) {
                    violations.add(write + ", but " + node + " shows " + found);
                  }
                });
      }
    }
    return violations;
  }

  /**
   * What a node said to have stored and no log has there stands in a file of some node, unless all
   * disks that it was said to be on are gone.
   */
  static List<String> vanishedIsSetAside(History history) {
    List<Entry> log = history.logs().values().iterator().next();
    Set<Entry> aside =
        history.copies().asides().stream().map(Aside::entry).collect(Collectors.toSet());
    return history.writes().stream()
        .filter(write -> write.order() != Write.NO_ORDER && !byMajority(history, write))
        .filter(write -> !entry(write).equals(at(log, write.order())))
        .filter(write -> !aside.contains(entry(write)) && !history.copies().mayBeLost(write))
        .map(write -> write + ", and is neither there nor set aside")
        .toList();
  }

  private static Entry entry(Write write) {
    return new Entry(write.order(), write.id(), write.message());
  }

  private static Entry at(List<Entry> log, long order) {
    return order < log.size() ? log.get((int) order) : null;
  }

  /** With less than a majority an id may be set aside, and appended anew. */
  static List<String> createdOnce(History history) {
    Set<String> created = new HashSet<>();
    return history.writes().stream()
        .filter(write -> write.outcome() == Outcome.CREATED && byMajority(history, write))
        .filter(write -> !created.add(write.id()))
        .map(write -> "again " + write)
        .toList();
  }

  /**
   * Goes through the final log backwards with the earliest acknowledgement that a later place has:
   * whatever stands before must have been begun by then.
   */
  static List<String> realTime(History history) {
    Map<String, Long> begun = new HashMap<>();
    Map<String, Long> acknowledged = new HashMap<>();
    for (Write write : history.writes()) {
      begun.merge(write.id(), write.sent(), Math::min);
      if (byMajority(history, write)) {
        acknowledged.merge(write.id(), write.answered(), Math::min);
      }
    }
    List<String> violations = new ArrayList<>();
    String earliest = null;
    for (Entry entry : history.logs().values().iterator().next().reversed()) {
      Long own = acknowledged.get(entry.id());
      if (earliest != null
          && begun.getOrDefault(entry.id(), Long.MIN_VALUE) > acknowledged.get(earliest)) {
        violations.add(
            "%s was sent after %s had been acknowledged, but stands before it, at %d"
                .formatted(entry.id(), earliest, entry.order()));
      }
      if (own != null && (earliest == null || own < acknowledged.get(earliest))) {
        earliest = entry.id();
      }
    }
    return violations;
  }

  /** Nobody sent what is set aside, or it is something else than what was sent. */
  static List<String> nothingInventedAside(History history) {
    Map<String, String> sent = new HashMap<>();
    history.writes().forEach(write -> sent.put(write.id(), write.message()));
    return history.copies().asides().stream()
        .filter(aside -> !aside.entry().message().equals(sent.get(aside.entry().id())))
        .map(Aside::toString)
        .toList();
  }
}
