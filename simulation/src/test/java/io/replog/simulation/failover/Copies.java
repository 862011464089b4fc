package io.replog.simulation.failover;

import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogEntry;
import io.replog.model.Tail;
import io.replog.model.Voters;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.Disk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What each disk holds, written down by an onlooker at each commit. A log is chained (G3), has no
 * id twice (G4), and loses nothing that was not set aside before (G8). What a disk has promised it
 * keeps, and it takes messages only from the master that it promised last (G7).
 */
final class Copies implements Disk.Witness {

  private static final class Copy {
    final List<LogEntry> log = new ArrayList<>();
    final Set<String> ids = new HashSet<>();
    final List<LogEntry> removed = new ArrayList<>();
    LogFacts facts = LogFacts.NONE;
  }

  private final Trace trace;
  private final Records records;
  private final Majorities majorities;
  private final Function<Disk, VoterNode> nodes;
  private final Map<Disk, Copy> copies = new HashMap<>();
  private final Set<Tail> taken = new HashSet<>();
  private final Set<String> endedReigns = new HashSet<>();
  private int cuts;
  private int removed;

  /** {@code nodes}: whose disk it is. */
  Copies(Trace trace, Records records, Majorities majorities, Function<Disk, VoterNode> nodes) {
    this.trace = trace;
    this.records = records;
    this.majorities = majorities;
    this.nodes = nodes;
  }

  @Override
  public void committed(Disk disk, Commit commit) {
    Copy copy = of(disk);
    LogFacts before = copy.facts;
    LogFacts after = commit.facts().orElse(before);
    mustNotBeOfAnEndedReign(disk);
    mustKeepPromises(disk, before, after);
    if (commit.clears()) {
      trace.violated("G8: %s was emptied".formatted(disk));
    }
    commit.cutTo().ifPresent(to -> cut(disk, copy, to));
    mustBeOfItsMaster(disk, commit, after);
    commit.appended().forEach(entry -> append(disk, copy, entry));
    copy.facts = after;
    if (isOwn(disk, after.claim())) {
      taken.add(after.writer());
    }
    after.voters().ifPresent(voters -> records.stored(nodes.apply(disk).id(), voters));
    marked(disk, copy, before);
  }

  private void marked(Disk disk, Copy copy, LogFacts before) {
    Tail tail = copy.facts.tail();
    if (tail.equals(Tail.NONE) || !tail.equals(copy.facts.writer())) {
      return;
    }
    if (isOwn(disk, tail.claim())) {
      majorities.wrote(tail, copy.facts.voters().orElseThrow(), copy.log);
    }
    majorities.holds(nodes.apply(disk).id(), tail, copy.log);
    if (!before.tail().equals(tail) && isOwn(disk, tail.claim())) {
      majorities.opened(tail, copy.log);
    }
  }

  private static boolean isOwn(Disk disk, String claim) {
    return claim.startsWith(disk.name() + ".");
  }

  private void mustNotBeOfAnEndedReign(Disk disk) {
    String thread = Thread.currentThread().getName();
    if (endedReigns.stream().anyMatch(reign -> thread.startsWith(reign + "/"))) {
      trace.violated("%s writes to %s after its reign".formatted(thread, disk));
    }
  }

  private void mustKeepPromises(Disk disk, LogFacts before, LogFacts after) {
    boolean older = after.epoch() < before.epoch();
    boolean other = after.epoch() == before.epoch() && !after.claim().equals(before.claim());
    if (older || other) {
      trace.violated(
          "G7: %s promised %s, and now %s".formatted(disk, before.writer(), after.writer()));
    }
    if (!after.writer().equals(before.writer())
        && !isOwn(disk, after.claim())
        && !taken.contains(after.writer())) {
      trace.violated(
          "G7: %s promises %s, which is on no disk of its master".formatted(disk, after.writer()));
    }
    if (before.logId().isPresent() && !before.logId().equals(after.logId())) {
      trace.violated("G8: %s goes over to the log %s".formatted(disk, after.logId()));
    }
    if (before.voters().isPresent() && isOlder(after.voters().get(), before.voters().get())) {
      trace.violated("G7: %s goes back to %s".formatted(disk, after.voters()));
    }
    if (!after.tail().equals(before.tail()) && !after.tail().equals(after.writer())) {
      trace.violated(
          "G7: %s promised %s, and is marked %s".formatted(disk, after.writer(), after.tail()));
    }
  }

  private static boolean isOlder(Voters after, Voters before) {
    return before.isNewerThan(after);
  }

  /** A node that takes over fetches under its old tail; any other stores for who marked it. */
  private void mustBeOfItsMaster(Disk disk, Commit commit, LogFacts after) {
    if (!commit.appended().isEmpty()
        && !after.tail().equals(after.writer())
        && !isOwn(disk, after.claim())) {
      trace.violated(
          "G7: %s promised %s, and takes messages marked %s"
              .formatted(disk, after.writer(), after.tail()));
    }
  }

  private void cut(Disk disk, Copy copy, long to) {
    VoterNode node = nodes.apply(disk);
    List<LogEntry> cut = copy.log.subList((int) to, copy.log.size());
    cuts += cut.isEmpty() ? 0 : 1;
    removed += cut.size();
    for (LogEntry entry : cut) {
      copy.removed.add(entry);
      copy.ids.remove(entry.id());
      majorities.removed(node.id(), entry);
    }
    cut.clear();
    mustHaveAll(disk);
  }

  /** Whatever the node stored is in its log, or was set aside. */
  void mustHaveAll(Disk disk) {
    Copy copy = of(disk);
    for (LogEntry entry : copy.removed) {
      if (!holds(copy, entry) && !nodes.apply(disk).shelf().holds(entry)) {
        trace.violated("G8: %s has lost %s".formatted(disk, entry));
      }
    }
  }

  private static boolean holds(Copy copy, LogEntry entry) {
    return entry.order() < copy.log.size()
        && copy.log.get((int) entry.order()).checksum() == entry.checksum();
  }

  private void append(Disk disk, Copy copy, LogEntry entry) {
    long last = copy.log.isEmpty() ? LogEntry.EMPTY_LOG_CHECKSUM : copy.log.getLast().checksum();
    if (entry.order() != copy.log.size() || !entry.isChained() || !entry.follows(last)) {
      trace.violated("G3: %s appends %s to %d others".formatted(disk, entry, copy.log.size()));
    }
    if (!copy.ids.add(entry.id())) {
      trace.violated("G4: %s appends the id of %s a second time".formatted(disk, entry));
    }
    copy.log.add(entry);
  }

  @Override
  public void intruded(Disk disk, Thread thread) {
    trace.violated("%s writes to %s, which it gave away".formatted(thread.getName(), disk));
  }

  @Override
  public void replaced(Disk disk) {
    copies.remove(disk);
  }

  /** The reign whose threads are named so is over: it must not write any more. */
  void reignEnded(String name) {
    endedReigns.add(name);
  }

  /** A master says that it has taken over. */
  void saysItIsOpen(Disk disk) {
    majorities.opened(of(disk).facts.writer(), of(disk).log);
  }

  private Copy of(Disk disk) {
    return copies.computeIfAbsent(disk, never -> new Copy());
  }

  List<LogEntry> log(Disk disk) {
    return of(disk).log;
  }

  LogFacts facts(Disk disk) {
    return of(disk).facts;
  }

  /** How many commits cut something. */
  int cuts() {
    return cuts;
  }

  /** How many messages they cut. */
  int removed() {
    return removed;
  }
}
