package io.replog.node.voters;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.view.SecondaryView;
import io.replog.election.Elections;
import io.replog.election.Peer;
import io.replog.model.Problem;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node that this master takes in, one at a time: it gets the log first, without counting, and
 * the change of the voters begins once it lacks little. It goes on after the request that asked for
 * it has been answered. Safe for any thread.
 */
public final class Newcomers {

  private static final Logger logger = LoggerFactory.getLogger(Newcomers.class);

  /**
   * The most messages that a newcomer may lack when it begins to count: writers then wait little.
   */
  static final long SMALL_LAG = 200;

  /** A newcomer that was not connected for so long is given up; it may ask again. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How far a change of the voters is. */
  public sealed interface Stage {}

  /** The newcomer gets the log, of which it lacks {@code lag} messages. */
  public record Filling(long lag) implements Stage {}

  /** The record of the voters is being changed, or the members of the election after it. */
  public record Changing(String what) implements Stage {}

  /** It is done. */
  public record Done() implements Stage {}

  /** It is not under way any more, and was not done. */
  public record Ended(String why) implements Stage {}

  private final ElectedNode node;
  private final Elections elections;
  private final LongSupplier clock;

  // Guarded by this; null while none is filled.
  private MasterRole role;
  private Voter newcomer;
  private long connectedAt;
  private String ended = "";

  public Newcomers(ElectedNode node, Elections elections) {
    this(node, elections, System::nanoTime);
  }

  /** {@code clock}: nanoseconds since any moment. */
  Newcomers(ElectedNode node, Elections elections, LongSupplier clock) {
    this.node = node;
    this.elections = elections;
    this.clock = clock;
  }

  /**
   * Begins to take {@code wanted} in, or goes on with it.
   *
   * @return why not, if so
   */
  public synchronized Optional<Problem> begin(MasterRole by, Voter wanted) {
    forgetIfOver();
    if (newcomer != null && !newcomer.equals(wanted)) {
      return VoterRules.conflict(
          "%s is being taken in: one node at a time".formatted(newcomer.server()));
    }
    if (newcomer == null) {
      logger.info("takes {} at {} in: it gets the log first", wanted.id(), wanted.url());
      role = by;
      newcomer = wanted;
      connectedAt = clock.getAsLong();
      by.voterChanges().fill(wanted);
    }
    return Optional.empty();
  }

  /** The node that gets the log and does not count yet. */
  public synchronized Optional<Voter> filling() {
    forgetIfOver();
    return Optional.ofNullable(newcomer);
  }

  /** A person wants {@code server} no more; returns whether it was being filled. */
  public synchronized boolean abandon(String server) {
    boolean filled = filling().filter(each -> each.server().equals(server)).isPresent();
    if (filled) {
      giveUp("it was removed");
    }
    return filled;
  }

  private void forgetIfOver() {
    if (newcomer != null
        && (role.mode().hasEnded() || !node.reigning().equals(Optional.of(role)))) {
      forget("this node is not master any more");
    }
  }

  private void giveUp(String why) {
    logger.warn("does not take {} in: {}", newcomer.id(), why);
    role.voterChanges().abandon(newcomer.id());
    forget(why);
  }

  /** Goes on. Called every now and then, by one thread. */
  public void look() {
    ready().ifPresent(this::letVote);
  }

  private record Ready(MasterRole role, Voter newcomer) {}

  /** The newcomer, once it lacks little. */
  private synchronized Optional<Ready> ready() {
    forgetIfOver();
    if (newcomer == null) {
      return Optional.empty();
    }
    Optional<SecondaryView> view = view();
    if (view.isEmpty() || view.get().trouble() != null) {
      giveUp(view.map(SecondaryView::trouble).orElse("it was retired"));
    } else if (view.get().connected()) {
      connectedAt = clock.getAsLong();
      if (view.get().lag() <= SMALL_LAG) {
        return Optional.of(new Ready(role, newcomer));
      }
    } else if (clock.getAsLong() - connectedAt >= PATIENCE.toNanos()) {
      giveUp("it does not take messages: " + view.get().lastFailure());
    }
    return Optional.empty();
  }

  private Optional<SecondaryView> view() {
    return role.view().secondaries().stream()
        .filter(each -> each.id().equals(newcomer.id()))
        .findFirst();
  }

  /** Not locked meanwhile, as it waits for the log. */
  private void letVote(Ready ready) {
    Optional<Problem> refused =
        ready.role().voterChanges().begin(now -> VoterRules.with(now, ready.newcomer()));
    if (refused.isPresent()) {
      logger.debug("{} does not vote yet: {}", ready.newcomer().id(), refused.get().detail());
      return;
    }
    synchronized (this) {
      if (ready.newcomer().equals(newcomer)) {
        forget("another master did not know of it");
      }
    }
  }

  private void forget(String why) {
    role = null;
    newcomer = null;
    ended = why;
  }

  /** How far it is to take {@code wanted} in. */
  public synchronized Stage stage(MasterRole by, Voter wanted) {
    if (filling().filter(wanted::equals).isPresent()) {
      return new Filling(view().map(SecondaryView::lag).orElse(by.view().messages()));
    }
    Voters record = by.voterChanges().record();
    boolean votes = record.now().contains(wanted);
    if (by.mode().hasEnded() || !votes) {
      return new Ended(by.mode().hasEnded() ? "this node is not master any more" : ended);
    }
    return changed(record);
  }

  /** How far the newest change of the voters is. */
  public Stage stage(MasterRole by) {
    return by.mode().hasEnded()
        ? new Ended("this node is not master any more")
        : changed(by.voterChanges().record());
  }

  /** Whether {@code server} is known as a voter, or takes part in elections though it is none. */
  public boolean isKnown(MasterRole by, String server) {
    return Stream.concat(
            by.voterChanges().record().all().stream().map(Voter::id), electing().stream())
        .anyMatch(id -> Voter.server(id).equals(server));
  }

  private Set<String> electing() {
    return elections.members().stream().map(Peer::id).collect(Collectors.toSet());
  }

  private Stage changed(Voters record) {
    if (record.isChanging()) {
      return new Changing("majorities of the voters before and after it are storing the change");
    }
    return electing().equals(record.now().stream().map(Voter::id).collect(Collectors.toSet()))
        ? new Done()
        : new Changing("the election engine changes its members");
  }
}
