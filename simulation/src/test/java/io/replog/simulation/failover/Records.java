package io.replog.simulation.failover;

import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.simulation.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * By which records of the voters the master of each reign has counted, as its disk had them, and
 * who has stored them. It counts itself what a majority is: it must not believe the code that it
 * watches.
 */
final class Records {

  /** {@code length}: that of the master's log when it wrote the record. */
  private record Written(Voters voters, long length) {}

  private record Place(Tail reign, long count) {}

  private final Trace trace;
  private final Map<Tail, List<Written>> written = new HashMap<>();
  private final Map<Place, Voters> places = new HashMap<>();
  private final Map<Voters, Set<String>> stored = new HashMap<>();
  private int begun;
  private int applied;

  Records(Trace trace) {
    this.trace = trace;
  }

  /** The node {@code id} has {@code voters} on its disk. */
  void stored(String id, Voters voters) {
    stored.computeIfAbsent(voters, never -> new HashSet<>()).add(id);
    Voters same = places.putIfAbsent(new Place(voters.reign(), voters.count()), voters);
    if (same != null && !same.equals(voters)) {
      trace.violated("G7: %s and %s have the same place".formatted(same, voters));
    }
  }

  /**
   * The master of {@code reign} counts by {@code voters} from now on.
   *
   * @return whether it counted by others before
   */
  boolean wrote(Tail reign, Voters voters, long length) {
    List<Written> before = written.computeIfAbsent(reign, never -> new ArrayList<>());
    if (!before.isEmpty() && before.getLast().voters().equals(voters)) {
      return false;
    }
    before.add(new Written(voters, length));
    begun += before.size() > 1 && voters.isChanging() ? 1 : 0;
    return true;
  }

  /**
   * A change that the record which the master of {@code reign} has just written ends: the record of
   * that change, and how many messages the master's log had by then.
   */
  Optional<Change> ended(Tail reign) {
    List<Written> all = written.get(reign);
    if (all.size() < 2 || !all.get(all.size() - 2).voters().isChanging()) {
      return Optional.empty();
    }
    Written change = all.get(all.size() - 2);
    applied++;
    return Optional.of(new Change(change.voters(), change.length()));
  }

  record Change(Voters voters, long length) {}

  /** The nodes that have stored {@code voters}. */
  Set<String> storers(Voters voters) {
    return stored.getOrDefault(voters, Set.of());
  }

  /**
   * Whether a message at {@code order} that {@code holders} hold under {@code reign} is safe: they
   * are majorities by the present record, or by one in whose time the message was written. The
   * change after that is applied only once majorities of both sets hold it too.
   */
  boolean isMajority(Tail reign, long order, Set<String> holders) {
    List<Written> all = written.getOrDefault(reign, List.of());
    for (int i = 0; i < all.size(); i++) {
      boolean counts = i == all.size() - 1 || all.get(i + 1).length() > order;
      if (counts && isMajority(all.get(i).voters(), holders)) {
        return true;
      }
    }
    return false;
  }

  static boolean isMajority(Voters voters, Set<String> nodes) {
    return sets(voters).allMatch(set -> isMajorityOf(set, nodes));
  }

  static boolean isMajorityOf(List<Voter> set, Set<String> nodes) {
    return 2 * set.stream().filter(voter -> nodes.contains(voter.id())).count() > set.size();
  }

  private static Stream<List<Voter>> sets(Voters voters) {
    return Stream.of(voters.now(), voters.before()).filter(set -> !set.isEmpty());
  }

  /** So many nodes are a majority of whatever set counted in this reign. */
  int greatestMajority(Tail reign) {
    ToIntFunction<List<Voter>> majority = set -> set.size() / 2 + 1;
    return written.getOrDefault(reign, List.of()).stream()
        .flatMap(each -> sets(each.voters()))
        .mapToInt(majority)
        .max()
        .orElse(Integer.MAX_VALUE);
  }

  /** How many changes were begun. */
  int begun() {
    return begun;
  }

  /** How many were applied. */
  int applied() {
    return applied;
  }
}
