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
            : added.counts() ? "it counts" : "it counts once it was reached there");
    listeners.forEach(listener -> listener.joined(added));
    return added;
  }

  /** The voters alone count from now on: {@code others}, and this node. */
  void vote(List<Voter> others) {
    votes = true;
    for (Voter voter : others) {
      if (byId(voter.id()).filter(Secondary::counts).isEmpty()) {
        add(voter.id(), voter.url(), null, true, false);
      }
    }
    for (Secondary secondary : counting) {
      if (others.stream().noneMatch(voter -> voter.id().equals(secondary.id()))) {
        remove(secondary, "it is no voter any more");
      }
    }
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

  Optional<Secondary> countingAt(URI url) {
    return counting.stream().filter(s -> s.url().equals(url)).findFirst();
  }
}
