package io.replog.core.membership;

import io.replog.core.lock.Guard;
import io.replog.core.progress.Window;
import io.replog.core.transport.NodeHealth;
import io.replog.log.DurableLog;
import io.replog.model.Voter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secondaries: those that the configuration lists and those that registered, each node once. A
 * member counts for {@code w}, {@code all} and the quorum once it is listed or was reached, and
 * until a person retires it: the master treats any other node that answers at its address as
 * silence. Safe for any thread; changes may block on the disk.
 */
public final class Membership {

  private static final Logger logger = LoggerFactory.getLogger(Membership.class);

  /** Called for each change, in order, with the membership's lock held. */
  public interface Listener {
    void joined(Secondary secondary);

    /** A listed secondary told its id. */
    void identified(Secondary secondary);

    void left(Secondary secondary);
  }

  private final String self;
  private final MemberStore store;
  private final Roster roster;
  // One change after the other: each may wait for the disk.
  private final Guard changing = new Guard();

  public Membership(
      String self,
      DurableLog log,
      FailureDetector.Patience patience,
      Window window,
      LongSupplier nanoTime) {
    this.self = self;
    this.store = new MemberStore(log);
    this.roster = new Roster(patience, window, nanoTime);
  }

  /** Tells {@code listener} of every later change. */
  public void onChange(Listener listener) {
    roster.onChange(listener);
  }

  /** All secondaries, including those that do not count yet. */
  public List<Secondary> members() {
    return roster.members();
  }

  /** Those that count now. */
  public List<Secondary> counting() {
    return roster.counting();
  }

  /** How many nodes count, the master included. */
  public int nodes() {
    return roster.counting().size() + 1;
  }

  /** How many of them are healthy, the master included. */
  public int healthy() {
    int healthy = 1;
    for (Secondary secondary : roster.counting()) {
      if (roster.isHealthy(secondary) && secondary.condition().isEmpty()) {
        healthy++;
      }
    }
    return healthy;
  }

  /** Loads the stored members and adds the listed ones. */
  public void begin(List<URI> listed) {
    changing.inside(() -> loadAll(listed));
  }

  private void loadAll(List<URI> listed) {
    Set<String> retiredUrls = store.retiredUrls();
    load(store.members(), true, listed);
    load(store.unreached(), false, listed);
    for (URI url : listed) {
      if (roster.countingAt(url).isEmpty() && !retiredUrls.contains(url.toString())) {
        roster.add(null, url, null, true, false);
      }
    }
  }

  private void load(Map<String, String> stored, boolean reached, List<URI> listed) {
    stored.forEach(
        (id, text) -> {
          URI url = URI.create(text);
          boolean isListed = listed.contains(url);
          // Who registered for a listed address without being reached there may be anybody.
          if (reached || !isListed) {
            roster.add(id, url, null, isListed, reached);
          }
        });
  }

  /** {@code others} and this node vote: they alone count, each under its id and at its URL. */
  public void vote(List<Voter> others) {
    changing.inside(() -> roster.vote(others));
  }

  /** {@code newcomer} gets the log, and counts only once {@link #vote} says so. */
  public void fill(Voter newcomer) {
    changing.inside(() -> roster.fill(newcomer));
  }

  /** The newcomer {@code id} is not to be filled any more; without effect on a voter. */
  public void abandon(String id) {
    changing.inside(() -> roster.abandon(id));
  }

  /** The one that counts under this id. */
  public Optional<Secondary> counting(String id) {
    return roster.counting(id);
  }

  /**
   * Whether the caller must probe {@code url} before {@link #register}: only an answer proves that
   * the node is there.
   */
  public boolean mustBeProbed(String id, URI url, String run) {
    return roster.mustBeProbed(id, url, run);
  }

  /**
   * Counting members that may be the node {@code id} at another URL: listed ones whose id is
   * unknown.
   */
  public List<Secondary> candidatesFor(String id, URI url) {
    return roster.candidatesFor(id, url);
  }

  /**
   * Registers a secondary.
   *
   * @param run names its process, null if it does not say
   * @param there the node that answered at {@code url}; empty if none did or no probe was needed
   */
  public Registration register(String id, URI url, String run, Optional<NodeHealth> there) {
    return changing.inside(() -> registered(id, url, run, there));
  }

  private Registration registered(String id, URI url, String run, Optional<NodeHealth> there) {
    if (id.equals(self)) {
      return new Registration.Conflict("\"" + id + "\" is the id of this master");
    }
    if (store.isRetired(id, run)) {
      return new Registration.Retired();
    }
    if (there.filter(node -> !isNode(node, id, run)).isPresent()) {
      return Registration.Conflict.otherNode(there.get(), url, id);
    }
    Optional<Secondary> sameId = roster.byId(id);
    return sameId.isPresent()
        ? registerAgain(sameId.get(), url, run, there.isPresent())
        : registerNew(id, url, run, there.isPresent());
  }

  private static boolean isNode(NodeHealth node, String id, String run) {
    boolean sameProcess = run == null || node.run() == null || run.equals(node.run());
    return node.isSecondary() && node.id().equals(id) && sameProcess;
  }

  private Registration registerAgain(Secondary known, URI url, String run, boolean reached) {
    Optional<Secondary> there = roster.countingAt(url).filter(other -> other != known);
    if (there.flatMap(Secondary::knownId).isPresent()) {
      return Registration.Conflict.taken(there.get(), known.id());
    }
    if (known.url().equals(url)) {
      if (reached) {
        reached(known, known.id(), run);
      } else {
        known.learn(known.id(), run);
      }
      return new Registration.Member(known, false);
    }
    boolean sameProcess = run == null || known.run().filter(run::equals).isPresent();
    if (roster.isHealthy(known)) {
      return sameProcess
          ? new Registration.Member(known, false)
          : Registration.Conflict.aliveElsewhere(known);
    }
    return new Registration.Member(reached ? move(known, url, run, there) : known, false);
  }

  /** {@code listedThere}: the listed secondary of unknown id at {@code url}, which this one is. */
  private Secondary move(Secondary known, URI url, String run, Optional<Secondary> listedThere) {
    // Add before removing: with one node less, even briefly, a write concern could be met too
    // early.
    Secondary moved = roster.add(known.id(), url, run, known.isListed(), true);
    roster.remove(known, "it is now at " + url);
    listedThere.ifPresent(other -> roster.remove(other, "it is " + known.id()));
    store.putMember(known.id(), url.toString(), true);
    return moved;
  }

  private Registration registerNew(String id, URI url, String run, boolean reached) {
    Optional<Secondary> there = roster.countingAt(url);
    if (there.isEmpty()) {
      store.putMember(id, url.toString(), reached);
      return new Registration.Member(roster.add(id, url, run, false, reached), true);
    }
    Secondary listed = there.get();
    if (listed.knownId().isPresent()) {
      return Registration.Conflict.taken(listed, id);
    }
    if (!reached) {
      return Registration.Conflict.notReached(url, id);
    }
    reached(listed, id, run);
    return new Registration.Member(listed, false);
  }

  /**
   * The node at a member's address told its id. Merges two members that turn out to be one node.
   * Treats a node that answers at another member's address as silence: a reused or stale address
   * must not remove a member.
   *
   * @return false if it is not the member that is known there
   */
  public boolean identified(Secondary secondary, String id, String run) {
    return changing.inside(() -> isMember(secondary, id, run));
  }

  private boolean isMember(Secondary secondary, String id, String run) {
    if (!roster.members().contains(secondary)) {
      return true;
    }
    boolean isOther = secondary.knownId().filter(known -> !known.equals(id)).isPresent();
    boolean isTaken = !secondary.counts() && roster.isTaken(secondary.url());
    if (isOther || isTaken || id.equals(self)) {
      return false;
    }
    Optional<Secondary> twin = roster.byId(id).filter(known -> known != secondary);
    if (twin.filter(roster::isHealthy).isPresent()) {
      boolean sameProcess = run == null || twin.get().run().filter(run::equals).isPresent();
      if (sameProcess) {
        roster.remove(secondary, "it is " + id + ", reached at " + twin.get().url());
      }
      return sameProcess;
    }
    twin.ifPresent(known -> roster.remove(known, "it is reached at " + secondary.url()));
    reached(secondary, id, run);
    return true;
  }

  /** The node {@code id} answered at the address of {@code secondary}. */
  private void reached(Secondary secondary, String id, String run) {
    if (!secondary.isReached() && !roster.votes()) {
      // Also for a listed one: after a restart, no other node may take its place.
      store.putMember(id, secondary.url().toString(), true);
      if (!secondary.counts()) {
        logger.info("secondary {} was reached at {}: it counts", id, secondary.url());
      }
    }
    boolean isNew = secondary.knownId().isEmpty();
    secondary.learn(id, run);
    roster.reached(secondary, isNew);
  }

  /**
   * Retires a secondary, so that no write concern counts it any more; returns whether there was one
   * that may be retired.
   */
  public boolean retire(String id) {
    return changing.inside(() -> retired(id));
  }

  private boolean retired(String id) {
    Optional<Secondary> found = roster.retirable(id);
    found.ifPresent(
        secondary -> {
          store.retire(secondary);
          roster.remove(secondary, "it was retired");
        });
    return found.isPresent();
  }

  /** Writes nothing more: the log may belong to another role from now on. */
  public void close() {
    changing.inside(store::close);
  }
}
