package io.replog.master.membership;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The secondaries that count for {@code w}, {@code all} and the quorum: those that the
 * configuration lists and those that registered, each node once. Safe for any thread; changes may
 * block on the disk.
 */
public final class Membership {

  /** Hears of changes, in their order, with the membership's lock held. */
  public interface Listener {
    void joined(Secondary secondary);

    void left(Secondary secondary, String why);
  }

  /** What became of a registration. */
  public sealed interface Answer {
    /** It counts; {@code isNew} if it did not before. */
    record Member(Secondary secondary, boolean isNew) implements Answer {}

    /** This process was retired. */
    record Retired() implements Answer {}

    /** It cannot count, for the reason given. */
    record Conflict(String reason) implements Answer {}
  }

  private final String self;
  private final MemberStore store;
  private final FailureDetector.Patience patience;
  private final LongSupplier nanoTime;
  private final Listener listener;

  // Replaced whole, with the lock held; read without it.
  private volatile List<Secondary> secondaries = List.of();

  public Membership(
      String self,
      MemberStore store,
      FailureDetector.Patience patience,
      LongSupplier nanoTime,
      Listener listener) {
    this.self = self;
    this.store = store;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  /** Those that count now. */
  public List<Secondary> secondaries() {
    return secondaries;
  }

  /** How many nodes there are, the master included. */
  public int nodes() {
    return secondaries.size() + 1;
  }

  /** How many nodes are healthy, the master included. */
  public int healthy() {
    int healthy = 1;
    for (Secondary secondary : secondaries) {
      if (isHealthy(secondary) && secondary.divergence().isEmpty()) {
        healthy++;
      }
    }
    return healthy;
  }

  /** Takes up those that registered before, and those that the configuration lists. */
  public synchronized void begin(List<URI> listed) {
    Set<String> retiredUrls = store.retiredUrls();
    for (Map.Entry<String, String> member : store.members().entrySet()) {
      URI url = URI.create(member.getValue());
      add(member.getKey(), url, null, listed.contains(url));
    }
    for (URI url : listed) {
      if (byUrl(url).isEmpty() && !retiredUrls.contains(url.toString())) {
        add(null, url, null, true);
      }
    }
  }

  /** A secondary asks to be a member; {@code run} names its process, null if it does not say. */
  public synchronized Answer register(String id, URI url, String run) {
    if (id.equals(self)) {
      return new Answer.Conflict("\"" + id + "\" is the id of this master");
    }
    if (isRetired(id, run)) {
      return new Answer.Retired();
    }
    Optional<Secondary> sameId = byId(id);
    if (sameId.isPresent()) {
      return again(sameId.get(), url, run);
    }
    Optional<Secondary> sameUrl = byUrl(url);
    if (sameUrl.isPresent()) {
      return renamed(sameUrl.get(), id, run);
    }
    store.putMember(id, url.toString());
    return new Answer.Member(add(id, url, run, false), true);
  }

  /** Those that count already and may turn out to be the node {@code id}, reached elsewhere. */
  public List<Secondary> candidatesFor(String id, URI url) {
    boolean known = byId(id).isPresent() || byUrl(url).isPresent();
    return known
        ? List.of()
        : secondaries.stream().filter(each -> each.knownId().isEmpty()).toList();
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

  private Answer again(Secondary known, URI url, String run) {
    boolean sameProcess = run == null || known.run().filter(run::equals).isPresent();
    if (known.url().equals(url) || isHealthy(known) && sameProcess) {
      known.learn(known.id(), run);
      store.putMember(known.id(), known.url().toString());
      return new Answer.Member(known, false);
    }
    if (isHealthy(known)) {
      return new Answer.Conflict(
          "\"%s\" is the id of another node, at %s, that is alive"
              .formatted(known.id(), known.url()));
    }
    Optional<Secondary> sameUrl = byUrl(url);
    // Added before it is removed: were there a node less for a moment, writers would be told
    // "done".
    Secondary moved = add(known.id(), url, run, known.isListed());
    remove(known, "it is now at " + url);
    sameUrl.ifPresent(other -> reject(other, "its URL belongs to " + known.id() + " now"));
    store.putMember(known.id(), url.toString());
    return new Answer.Member(moved, false);
  }

  private Answer renamed(Secondary known, String id, String run) {
    known.knownId().ifPresent(store::removeMember);
    known.learn(id, run);
    store.putMember(id, known.url().toString());
    return new Answer.Member(known, false);
  }

  /**
   * A secondary said who it is. A node that is known under two URLs is one node from then on; two
   * nodes under one id are not. A node that answers where another member is known is neither: its
   * address was given away, or is remembered for too long, and no member may be forgotten for that.
   *
   * @return false if it is not the node that is known there
   */
  public synchronized boolean introduced(Secondary secondary, String id, String run) {
    if (!secondaries.contains(secondary)) {
      return true;
    }
    if (id.equals(self)) {
      remove(secondary, "it has this master's own id");
      return true;
    }
    Optional<Secondary> twin = byId(id).filter(other -> other != secondary);
    if (twin.isEmpty()) {
      secondary.learn(id, run);
      return true;
    }
    if (secondary.knownId().isPresent()) {
      return false;
    }
    boolean sameProcess = run == null || twin.get().run().filter(run::equals).isPresent();
    if (!isHealthy(twin.get())) {
      remove(twin.get(), "it is reached at " + secondary.url());
      secondary.learn(id, run);
    } else if (sameProcess) {
      remove(secondary, "it is reached at " + twin.get().url());
    } else {
      remove(
          secondary,
          "the node at %s has the id \"%s\" too; give each node an id of its own"
              .formatted(twin.get().url(), id));
    }
    return true;
  }

  /** Lets a secondary count no more; says whether it did. */
  public synchronized boolean retire(String id) {
    Optional<Secondary> found = secondaries.stream().filter(s -> s.id().equals(id)).findFirst();
    found.ifPresent(
        secondary -> {
          store.retire(id, secondary.url().toString(), secondary.run().orElse(""));
          remove(secondary, "it was retired");
        });
    return found.isPresent();
  }

  /** Lets a node count no more that turned out not to be a secondary. */
  public synchronized void reject(Secondary secondary, String why) {
    secondary.knownId().ifPresent(store::removeMember);
    remove(secondary, why);
  }

  private Secondary add(String id, URI url, String run, boolean listed) {
    Secondary added = new Secondary(id, url, run, listed, new FailureDetector(patience));
    List<Secondary> more = new ArrayList<>(secondaries);
    more.add(added);
    secondaries = List.copyOf(more);
    listener.joined(added);
    return added;
  }

  private void remove(Secondary secondary, String why) {
    secondaries = secondaries.stream().filter(other -> other != secondary).toList();
    listener.left(secondary, why);
  }

  private boolean isHealthy(Secondary secondary) {
    return secondary.status(nanoTime.getAsLong()) == NodeStatus.HEALTHY;
  }

  private Optional<Secondary> byId(String id) {
    return secondaries.stream().filter(s -> s.knownId().filter(id::equals).isPresent()).findFirst();
  }

  private Optional<Secondary> byUrl(URI url) {
    return secondaries.stream().filter(s -> s.url().equals(url)).findFirst();
  }
}
