package io.replog.core.membership;

import io.replog.core.progress.Progress;
import io.replog.core.progress.Window;
import io.replog.core.transport.NodeHealth;
import java.net.URI;
import java.util.ArrayList;
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
 * until a person retires it: whatever else answers at its address is silence. Safe for any thread;
 * changes may block on the disk.
 */
public final class Membership {

  private static final Logger logger = LoggerFactory.getLogger(Membership.class);

  /** Hears of changes, in their order, with the membership's lock held. */
  public interface Listener {
    void joined(Secondary secondary);

    void left(Secondary secondary);
  }

  private final String self;
  private final MemberStore store;
  private final FailureDetector.Patience patience;
  private final Window window;
  private final LongSupplier nanoTime;
  private final Listener listener;

  // Replaced whole, with the lock held; read without it.
  private volatile List<Secondary> members = List.of();
  private volatile List<Secondary> counting = List.of();

  public Membership(
      String self,
      MemberStore store,
      FailureDetector.Patience patience,
      Window window,
      LongSupplier nanoTime,
      Listener listener) {
    this.self = self;
    this.store = store;
    this.patience = patience;
    this.window = window;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  /** All of them, also those that do not count yet. */
  public List<Secondary> members() {
    return members;
  }

  /** Those that count now. */
  public List<Secondary> counting() {
    return counting;
  }

  /** How many nodes count, the master included. */
  public int nodes() {
    return counting.size() + 1;
  }

  /** How many of them are healthy, the master included. */
  public int healthy() {
    int healthy = 1;
    for (Secondary secondary : counting) {
      if (isHealthy(secondary) && secondary.condition().isEmpty()) {
        healthy++;
      }
    }
    return healthy;
  }

  /** Takes up those that registered before, and those that the configuration lists. */
  public synchronized void begin(List<URI> listed) {
    Set<String> retiredUrls = store.retiredUrls();
    takeUp(store.members(), true, listed);
    takeUp(store.unreached(), false, listed);
    for (URI url : listed) {
      if (byUrl(url).isEmpty() && !retiredUrls.contains(url.toString())) {
        add(null, url, null, true, false);
      }
    }
  }

  private void takeUp(Map<String, String> stored, boolean reached, List<URI> listed) {
    stored.forEach(
        (id, text) -> {
          URI url = URI.create(text);
          add(id, url, null, listed.contains(url), reached);
        });
  }

  /**
   * Whether somebody has to look what answers at {@code url} before {@link #register}: a node is
   * believed to be there only if it answers there.
   */
  public boolean mustBeProbed(String id, URI url, String run) {
    return byId(id)
        .filter(known -> known.isReached() && known.url().equals(url))
        .filter(known -> known.run().equals(Optional.ofNullable(run)))
        .isEmpty();
  }

  /**
   * Those that count already and may turn out to be the node {@code id}, reached elsewhere: listed
   * ones whose id is not known yet.
   */
  public List<Secondary> candidatesFor(String id, URI url) {
    boolean known = byId(id).isPresent() || byUrl(url).isPresent();
    return known ? List.of() : members.stream().filter(m -> m.knownId().isEmpty()).toList();
  }

  /**
   * A secondary asks to be a member.
   *
   * @param run names its process, null if it does not say
   * @param there what answers at {@code url}, empty if nothing does or nobody had to look
   */
  public synchronized Registration register(
      String id, URI url, String run, Optional<NodeHealth> there) {
    if (id.equals(self)) {
      return new Registration.Conflict("\"" + id + "\" is the id of this master");
    }
    if (isRetired(id, run)) {
      return new Registration.Retired();
    }
    if (there.filter(node -> !isNode(node, id, run)).isPresent()) {
      return new Registration.Conflict(
          "at %s answers the %s \"%s\"%s, not the node that registered; set SECONDARY_HOST or ADVERTISED_URL of \"%s\" to where this master reaches it"
              .formatted(
                  url,
                  there.get().role(),
                  there.get().id(),
                  there.get().id().equals(id) ? " of another process" : "",
                  id));
    }
    Optional<Secondary> sameId = byId(id);
    return sameId.isPresent()
        ? registerAgain(sameId.get(), url, run, there.isPresent())
        : registerNew(id, url, run, there.isPresent());
  }

  private static boolean isNode(NodeHealth node, String id, String run) {
    boolean sameProcess = run == null || node.run() == null || run.equals(node.run());
    return node.isSecondary() && node.id().equals(id) && sameProcess;
  }

  private boolean isRetired(String id, String run) {
    String retired = store.retired().get(id);
    if (retired == null) {
      return false;
    }
    if (run == null || retired.equals(run)) {
      return true;
    }
    if (retired.isEmpty()) {
      // The process was not known when it was retired; the first one that asks must be it.
      store.retire(id, "", run);
      return true;
    }
    store.unretire(id);
    return false;
  }

  private Registration registerAgain(Secondary known, URI url, String run, boolean reached) {
    if (known.url().equals(url)) {
      known.learn(known.id(), run);
      if (reached) {
        reached(known);
      }
      store.putMember(known.id(), url.toString(), known.counts());
      return new Registration.Member(known, false);
    }
    boolean sameProcess = run == null || known.run().filter(run::equals).isPresent();
    if (isHealthy(known) && !sameProcess) {
      return new Registration.Conflict(
          "\"%s\" is the id of another node, at %s, that is alive"
              .formatted(known.id(), known.url()));
    }
    return isHealthy(known) || !reached
        ? new Registration.Member(known, false)
        : new Registration.Member(move(known, url, run), false);
  }

  private Secondary move(Secondary known, URI url, String run) {
    Optional<Secondary> unknownThere = byUrl(url).filter(other -> other.knownId().isEmpty());
    // Added before it is removed: were there a node less for a moment, writers would be told
    // "done".
    Secondary moved = add(known.id(), url, run, known.isListed(), true);
    remove(known, "it is now at " + url);
    unknownThere.ifPresent(other -> remove(other, "it is " + known.id()));
    store.putMember(known.id(), url.toString(), true);
    return moved;
  }

  private Registration registerNew(String id, URI url, String run, boolean reached) {
    Optional<Secondary> sameUrl = byUrl(url);
    if (sameUrl.isPresent()) {
      Secondary other = sameUrl.get();
      boolean isKnown = other.knownId().isPresent();
      if (isKnown && isHealthy(other)) {
        return new Registration.Conflict(
            "%s is the address of \"%s\", which is alive; set SECONDARY_HOST or ADVERTISED_URL of \"%s\" to where this master reaches it"
                .formatted(url, other.id(), id));
      }
      if (!isKnown || other.isListed() && reached) {
        return rename(other, id, run, reached);
      }
    }
    store.putMember(id, url.toString(), reached);
    return new Registration.Member(add(id, url, run, false, reached), true);
  }

  /** The node at a listed address is called {@code id} (now). */
  private Registration rename(Secondary listed, String id, String run, boolean reached) {
    listed.knownId().ifPresent(store::removeMember);
    logger.info("secondary {} is called {}, at {}", listed.id(), id, listed.url());
    listed.learn(id, run);
    if (reached) {
      reached(listed);
    }
    store.putMember(id, listed.url().toString(), true);
    return new Registration.Member(listed, false);
  }

  /**
   * The node at a member's address said who it is. A node that is known under two URLs is one node
   * from then on. A node that answers where another member is known is silence: its address was
   * given away, or is remembered for too long, and no member may be forgotten for that.
   *
   * @return false if it is not the member that is known there
   */
  public synchronized boolean introduced(Secondary secondary, String id, String run) {
    if (!members.contains(secondary)) {
      return true;
    }
    if (secondary.knownId().isPresent()) {
      return secondary.id().equals(id) && isMember(secondary, id, run);
    }
    Optional<Secondary> twin = byId(id);
    if (id.equals(self)) {
      return false;
    }
    if (twin.isEmpty()) {
      logger.info("secondary {} is called {}", secondary.url(), id);
      return isMember(secondary, id, run);
    }
    if (!isHealthy(twin.get())) {
      remove(twin.get(), "it is reached at " + secondary.url());
      return isMember(secondary, id, run);
    }
    boolean sameProcess = run == null || twin.get().run().filter(run::equals).isPresent();
    if (sameProcess) {
      remove(secondary, "it is " + id + ", reached at " + twin.get().url());
    }
    return sameProcess;
  }

  private boolean isMember(Secondary secondary, String id, String run) {
    secondary.learn(id, run);
    reached(secondary);
    return true;
  }

  private void reached(Secondary secondary) {
    boolean counted = secondary.counts();
    secondary.reachedNow();
    if (!counted) {
      store.putMember(secondary.id(), secondary.url().toString(), true);
      logger.info("secondary {} was reached at {}: it counts", secondary.id(), secondary.url());
      members(members);
    }
  }

  /** Retires a secondary, so that nobody waits for it any more; says whether there was one. */
  public synchronized boolean retire(String id) {
    Optional<Secondary> found = members.stream().filter(s -> s.id().equals(id)).findFirst();
    found.ifPresent(
        secondary -> {
          store.retire(id, secondary.url().toString(), secondary.run().orElse(""));
          remove(secondary, "it was retired");
        });
    return found.isPresent();
  }

  private Secondary add(String id, URI url, String run, boolean listed, boolean reached) {
    Secondary added =
        new Secondary(
            id, url, run, listed, reached, new FailureDetector(patience), new Progress(window));
    List<Secondary> more = new ArrayList<>(members);
    more.add(added);
    members(List.copyOf(more));
    logger.info(
        "secondary {} joined, at {} ({})",
        added.id(),
        url,
        id == null
            ? "listed in SECONDARIES, id not known yet"
            : added.counts() ? "it counts" : "it counts once it was reached there");
    listener.joined(added);
    return added;
  }

  private void remove(Secondary secondary, String why) {
    members(members.stream().filter(other -> other != secondary).toList());
    logger.warn("secondary {} left: {}", secondary.id(), why);
    listener.left(secondary);
  }

  private void members(List<Secondary> now) {
    members = now;
    counting = now.stream().filter(Secondary::counts).toList();
  }

  private boolean isHealthy(Secondary secondary) {
    return secondary.status(nanoTime.getAsLong()) == NodeStatus.HEALTHY;
  }

  private Optional<Secondary> byId(String id) {
    return members.stream().filter(s -> s.knownId().filter(id::equals).isPresent()).findFirst();
  }

  private Optional<Secondary> byUrl(URI url) {
    return members.stream().filter(s -> s.url().equals(url)).findFirst();
  }
}
