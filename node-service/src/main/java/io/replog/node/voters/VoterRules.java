package io.replog.node.voters;

import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which voters may follow those that are recorded. */
public final class VoterRules {

  private VoterRules() {}

  /**
   * The voters once {@code newcomer} is one: in the place of its server's earlier disk, or last.
   */
  public static List<Voter> with(List<Voter> now, Voter newcomer) {
    List<Voter> wanted = new ArrayList<>(now);
    wanted.replaceAll(each -> each.server().equals(newcomer.server()) ? newcomer : each);
    if (!wanted.contains(newcomer)) {
      wanted.add(newcomer);
    }
    return wanted;
  }

  /** The voters without the node {@code server}. */
  public static List<Voter> without(List<Voter> now, String server) {
    return now.stream().filter(each -> !each.server().equals(server)).toList();
  }

  /**
   * Why {@code newcomer} cannot be taken in, if so.
   *
   * @param alive whether a voter answers under its id
   * @param force allows two voters
   */
  public static Optional<Problem> adding(
      Voters record, Voter newcomer, Predicate<Voter> alive, boolean force) {
    if (record.isChanging()) {
      return changing();
    }
    for (Voter voter : record.now()) {
      boolean sameServer = voter.server().equals(newcomer.server());
      if (voter.id().equals(newcomer.id())) {
        return conflict(
            "%s votes at %s already, with the election port %d: remove it first, so that it can move"
                .formatted(voter.server(), voter.url(), voter.electionPort()));
      }
      if (sameServer && alive.test(voter)) {
        return conflict(
            "%s is the id of another node, at %s, that is alive"
                .formatted(voter.server(), voter.url()));
      }
      if (!sameServer && shareAnAddress(voter, newcomer)) {
        return conflict(
            "the voter %s has this address, %s with the election port %d: remove it first"
                .formatted(voter.server(), voter.url(), voter.electionPort()));
      }
    }
    return size(record, with(record.now(), newcomer), force)
        .or(() -> quorum(with(record.now(), newcomer), v -> v.equals(newcomer) || alive.test(v)));
  }

  private static boolean shareAnAddress(Voter one, Voter other) {
    return one.url().equals(other.url())
        || one.url().getHost().equalsIgnoreCase(other.url().getHost())
            && one.electionPort() == other.electionPort();
  }

  /**
   * Why the voter {@code server} cannot be removed, if so.
   *
   * @param self the server id of the master
   * @param alive whether a voter answers under its id
   * @param force allows two voters
   */
  public static Optional<Problem> removing(
      Voters record, String server, String self, Predicate<Voter> alive, boolean force) {
    if (server.equals(self)) {
      return conflict(
          "%s is the master: hand over first, with POST /cluster/transfer".formatted(self));
    }
    if (record.isChanging()) {
      return changing();
    }
    List<Voter> rest = without(record.now(), server);
    return size(record, rest, force).or(() -> quorum(rest, alive));
  }

  private static Optional<Problem> size(Voters record, List<Voter> wanted, boolean force) {
    if (wanted.size() > Voters.MAX) {
      return conflict("the cluster has %d voters, the most it may have".formatted(Voters.MAX));
    }
    return wanted.size() == 2 && record.now().size() != 2 && !force
        ? conflict(
            "two voters would be left or reached, of which neither can go on alone;"
                + " force is for a step on the way to one or to three")
        : Optional.empty();
  }

  /** A change that a majority cannot store would hinder every other one. */
  private static Optional<Problem> quorum(List<Voter> wanted, Predicate<Voter> alive) {
    boolean enough =
        new Voters(Tail.NONE, 0, wanted, List.of())
            .isMajority(id -> wanted.stream().filter(each -> each.id().equals(id)).anyMatch(alive));
    return enough
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                ProblemType.NO_QUORUM,
                "of %s no majority answers: the change could not be applied"
                    .formatted(wanted.stream().map(Voter::server).toList())));
  }

  private static Optional<Problem> changing() {
    return conflict("another change of the voters is under way");
  }

  static Optional<Problem> conflict(String detail) {
    return Optional.of(Problem.of(ProblemType.MEMBER_CONFLICT, detail));
  }

  /**
   * Whether {@code id} was a voter, as far as {@code record} tells, which a node {@code id} has
   * stored. One that is being let in is none: another master may not know of it.
   */
  public static boolean hasVoted(Voters record, String id) {
    List<Voter> before = record.isChanging() ? record.before() : record.now();
    return before.stream().anyMatch(voter -> voter.id().equals(id));
  }
}
