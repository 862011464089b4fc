package io.replog.core.voting;

import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.Delivery.Elected;
import io.replog.model.LogEntry;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.model.WriteConcern;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The voters, as one elected master counts them in one reign. The newest record stands among the
 * facts of the log (ADR 27). Safe for any thread.
 */
public final class Electorate {

  private final String self;
  private final DurableLog log;
  private volatile Tail reign = Tail.NONE;
  private volatile long lengthAtRecord;
  private volatile Consumer<Voters> applied = record -> {};

  /** {@code self}: this node's id as a voter. */
  public Electorate(String self, DurableLog log) {
    this.self = self;
    this.log = log;
  }

  public String self() {
    return self;
  }

  /** The newest record of the voters; without one, this node is not in the cluster yet. */
  public Voters voters() {
    return log.facts().voters().orElseThrow();
  }

  /** Whether this node votes. */
  public boolean isVoter() {
    return log.facts().voters().flatMap(all -> all.find(self)).isPresent();
  }

  /** All voters but this node, of both sets during a change. */
  public List<Voter> others() {
    List<Voter> all = log.facts().voters().map(Voters::all).orElse(List.of());
    return all.stream().filter(voter -> !voter.id().equals(self)).toList();
  }

  /** Whether this node and the others for which {@code other} holds are a majority. */
  public boolean isMajority(Predicate<String> other) {
    return voters().isMajority(id -> id.equals(self) || other.test(id));
  }

  /** The majority of the smaller set, where there are two. */
  public int smallestMajority() {
    Voters voters = voters();
    int now = WriteConcern.majorityOf(voters.now().size());
    return voters.isChanging()
        ? Math.min(now, WriteConcern.majorityOf(voters.before().size()))
        : now;
  }

  /** The present record was made while the log had {@code length} messages. */
  public void recorded(long length) {
    lengthAtRecord = length;
  }

  /**
   * {@code listener}: called with the record of a change that may be applied now, perhaps more than
   * once, and late.
   */
  public void onApplied(Consumer<Voters> listener) {
    applied = listener;
  }

  /**
   * Looks whether a change is applied now: a majority of both sets has stored its record, and holds
   * all that the log had when it was made.
   *
   * @param acknowledged the length of the prefix that another voter acknowledged
   * @param stored the newest record of this reign that another voter is known to have stored
   */
  public void progressed(
      ToLongFunction<String> acknowledged, Function<String, Optional<Voters>> stored) {
    Voters voters = voters();
    if (voters.isChanging()
        && isMajority(
            id ->
                acknowledged.applyAsLong(id) >= lengthAtRecord
                    && stored.apply(id).filter(voters::equals).isPresent())) {
      applied.accept(voters);
    }
  }

  /**
   * How many messages a majority holds: the greatest length that enough of the voters have
   * acknowledged.
   *
   * @param own the length of this node's log; what others acknowledged beyond it may have been
   *     written after a change of the voters that this call does not know
   * @param acknowledged the length of the prefix that another voter acknowledged
   */
  public long heldByMajority(long own, ToLongFunction<String> acknowledged) {
    Voters voters = voters();
    return voters.all().stream()
        .mapToLong(voter -> length(voter, own, acknowledged))
        .filter(length -> voters.isMajority(id -> length(id, own, acknowledged) >= length))
        .max()
        .orElse(0);
  }

  private long length(Voter voter, long own, ToLongFunction<String> acknowledged) {
    return length(voter.id(), own, acknowledged);
  }

  private long length(String id, long own, ToLongFunction<String> acknowledged) {
    return id.equals(self) ? own : Math.min(own, acknowledged.applyAsLong(id));
  }

  /** Announces this node as the master of {@code taken}, which is not open yet. */
  public Delivery announcement(LogFacts taken) {
    return delivery(taken, List.of(), new Elected(self, 0, Optional.empty(), Optional.empty()));
  }

  /** A delivery of {@code entries} in the name of the master of {@code facts}. */
  public Delivery delivery(LogFacts facts, List<LogEntry> entries, Elected elected) {
    return new Delivery(
        facts.epoch(),
        facts.claim(),
        facts.logId().orElseThrow(),
        facts.first(),
        facts.base(),
        entries,
        Optional.of(elected));
  }

  /**
   * This node has taken the epoch of {@code master}. Fixed from then on, and never read from the
   * log: a late thread of this reign must not speak in the name of the next one.
   */
  public void reigns(Tail master) {
    reign = master;
  }

  /** Whether {@code writer} is this reign. */
  public boolean isReign(Tail writer) {
    return !reign.equals(Tail.NONE) && reign.equals(writer);
  }
}
