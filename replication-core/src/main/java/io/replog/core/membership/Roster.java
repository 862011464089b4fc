package io.replog.core.membership;

import io.replog.core.progress.Window;
import io.replog.model.Voter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of the secondaries, and of those of them that count. Writers hold the membership's lock;
 * readers need none.
 */
final class Roster {

  private static final Logger logger = LoggerFactory.getLogger(Membership.class);

  private final FailureDetector.Patience patience;
  private final Window window;
  private final LongSupplier nanoTime;
  private final List<Membership.Listener> listeners = new CopyOnWriteArrayList<>();

  // Replaced whole. Invariant: counting has those of the members that count.
  private volatile List<Secondary> members = List.of();
  private volatile List<Secondary> counting = List.of();
  private volatile boolean votes;

  Roster(FailureDetector.Patience patience, Window window, LongSupplier nanoTime) {
    this.patience = patience;
    this.window = window;
    this.nanoTime = nanoTime;
  }

  void onChange(Membership.Listener listener) {
    listeners.add(listener);
  }

  List<Secondary> members() {
    return members;
  }

  /**
   * The secondary {@code id}, unless it is a recorded voter: that leaves by a change of the record.
   */
  Optional<Secondary> retirable(String id) {
    return members.stream()
        .filter(each -> each.id().equals(id) && !(votes && each.isListed()))
        .findFirst();
  }

  List<Secondary> counting() {
    return counting;
  }

  /** {@code id}, {@code run}: null where they are not known. */
  Secondary add(String id, URI url, String run, boolean listed, boolean reached) {
    Secondary added = new Secondary(id, url, listed, patience, window);
    if (votes && !listed) {
      added.observe();
    }
    added.learn(id, run);
    if (reached) {
      added.reachedNow();
    }
    List<Secondary> more = new ArrayList<>(members);
    more.add(added);
    set(List.copyOf(more));
    logger.info(
        "secondary {} joined, at {} ({})",
        added.id(),
        url,
        id == null
            ? "listed in SECONDARIES, id not known yet"
            : added.counts()
                ? "it counts"
                : votes
                    ? "it gets the log, and does not count"
                    : "it counts once it was reached there");
    listeners.forEach(listener -> listener.joined(added));
    return added;
  }

  /** The voters alone count from now on: {@code others}, and this node. */
  void vote(List<Voter> others) {
    votes = true;
    for (Voter voter : others) {
      Optional<Secondary> known = at(voter);
      known.ifPresent(Secondary::vote);
      if (known.isEmpty()) {
        add(voter.id(), voter.url(), null, true, false);
      }
    }
    set(members);
    for (Secondary secondary : counting) {
      if (others.stream().noneMatch(voter -> voter.id().equals(secondary.id()))) {
        remove(secondary, "it is no voter any more");
      }
    }
  }

  /** {@code newcomer} gets the log, and counts only once {@link #vote} says so. */
  void fill(Voter newcomer) {
    if (at(newcomer).isEmpty()) {
      add(newcomer.id(), newcomer.url(), null, false, false);
    }
  }

  /** The member that is {@code voter}; one of its id at another address is there no more. */
  private Optional<Secondary> at(Voter voter) {
    Optional<Secondary> known = byId(voter.id());
    known
        .filter(each -> !each.counts() && !each.url().equals(voter.url()))
        .ifPresent(each -> remove(each, "it is at " + voter.url()));
    return byId(voter.id());
  }

  /** The newcomer {@code id} is not to be filled any more; without effect on a voter. */
  void abandon(String id) {
    byId(id).filter(each -> !each.isListed()).ifPresent(each -> remove(each, "it is not taken in"));
  }

  /** See {@link Membership#mustBeProbed}. */
  boolean mustBeProbed(String id, URI url, String run) {
    return byId(id)
        .filter(known -> known.isReached() && known.url().equals(url))
        .filter(known -> known.run().equals(Optional.ofNullable(run)))
        .isEmpty();
  }

  /** See {@link Membership#candidatesFor}. */
  List<Secondary> candidatesFor(String id, URI url) {
    boolean known = byId(id).isPresent() || countingAt(url).isPresent();
    return known ? List.of() : members.stream().filter(m -> m.knownId().isEmpty()).toList();
  }

  /** Whether a record of the voters says who counts. */
  boolean votes() {
    return votes;
  }

  void remove(Secondary secondary, String why) {
    set(members.stream().filter(other -> other != secondary).toList());
    logger.warn("secondary {} left: {}", secondary.id(), why);
    listeners.forEach(listener -> listener.left(secondary));
  }

  /** {@code secondary} was reached at its address; {@code isNew}: and told its id. */
  void reached(Secondary secondary, boolean isNew) {
    if (!secondary.isReached()) {
      secondary.reachedNow();
      set(members);
    }
    if (isNew) {
      logger.info("secondary {} has the id {}", secondary.url(), secondary.id());
      listeners.forEach(listener -> listener.identified(secondary));
    }
  }

  private void set(List<Secondary> now) {
    members = now;
    counting = now.stream().filter(Secondary::counts).toList();
  }

  boolean isHealthy(Secondary secondary) {
    return secondary.status(nanoTime.getAsLong()) == NodeStatus.HEALTHY;
  }

  Optional<Secondary> counting(String id) {
    for (Secondary secondary : counting) {
      if (secondary.id().equals(id)) {
        return Optional.of(secondary);
      }
    }
    return Optional.empty();
  }

  Optional<Secondary> byId(String id) {
    return members.stream().filter(s -> s.knownId().filter(id::equals).isPresent()).findFirst();
  }

  /**
   * Whether only the member that counts at {@code url} may be there. A voter is told apart by its
   * id: a new one may have come to the place of one that lost its disk.
   */
  boolean isTaken(URI url) {
    return !votes && countingAt(url).isPresent();
  }

  Optional<Secondary> countingAt(URI url) {
    return counting.stream().filter(s -> s.url().equals(url)).findFirst();
  }
}
