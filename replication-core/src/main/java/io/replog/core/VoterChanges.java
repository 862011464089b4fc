package io.replog.core;

import io.replog.core.append.Appender;
import io.replog.core.replication.Reign;
import io.replog.core.threads.SafeLog;
import io.replog.core.voting.Electorate;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the voters of an elected master, one change at a time (ADR 27). The record of a change
 * stands beside the set before it, and both sets count, until majorities of both have stored it
 * with all the messages of that moment. Safe for any thread.
 */
public final class VoterChanges {

  private static final Logger logger = LoggerFactory.getLogger(VoterChanges.class);

  private final Reign reign;
  private final DurableLog log;
  private final Electorate electorate;
  private final Appender appender;
  private final AtomicBoolean applying = new AtomicBoolean();

  VoterChanges(Reign reign, Electorate electorate, Appender appender) {
    this.reign = reign;
    this.log = reign.log();
    this.electorate = electorate;
    this.appender = appender;
    electorate.onApplied(this::apply);
  }

  /** The newest record of the voters. */
  public Voters record() {
    return electorate.voters();
  }

  /**
   * Gives the log to {@code newcomer}, which does not count yet, so that it delays nobody once it
   * votes. A later master does not know of it.
   */
  public void fill(Voter newcomer) {
    reign.membership().fill(newcomer);
  }

  /** The newcomer {@code id} is not to be filled any more; without effect on a voter. */
  public void abandon(String id) {
    reign.membership().abandon(id);
  }

  /**
   * Begins to change the voters.
   *
   * @param change what makes the new voters of the present ones
   * @return why not, and nothing changed; empty if the change has begun, or there is none to make
   * @throws java.util.concurrent.CompletionException with what went wrong as its cause, if the disk
   *     refused the record
   */
  public Optional<Problem> begin(UnaryOperator<List<Voter>> change) {
    AtomicReference<Problem> refused = new AtomicReference<>();
    try {
      appender
          .exclusively(
              () -> {
                List<Voter> wanted = change.apply(electorate.voters().now());
                refusal(wanted).ifPresentOrElse(refused::set, () -> record(wanted));
              })
          .join();
    } catch (CancellationException e) {
      refused.set(reign.mode().closed().orElse(conflict("too many requests wait for the log")));
    }
    return Optional.ofNullable(refused.get());
  }

  private Optional<Problem> refusal(List<Voter> wanted) {
    Optional<Problem> closed = reign.mode().closed();
    if (closed.isPresent()) {
      return closed;
    }
    Voters voters = electorate.voters();
    if (voters.isChanging()) {
      return Optional.of(conflict("another change of the voters is under way"));
    }
    Set<String> ids = new HashSet<>(wanted.stream().map(Voter::id).toList());
    if (ids.size() != wanted.size() || wanted.size() > Voters.MAX) {
      return Optional.of(conflict("the voters are 1 to %d different nodes".formatted(Voters.MAX)));
    }
    return ids.contains(electorate.self())
        ? Optional.empty()
        : Optional.of(conflict("this node is the master: hand over to another one first"));
  }

  private static Problem conflict(String detail) {
    return Problem.of(ProblemType.MEMBER_CONFLICT, detail);
  }

  private void record(List<Voter> wanted) {
    if (!wanted.equals(electorate.voters().now())) {
      store(electorate.voters().changedTo(wanted));
      reign.progressed();
    }
  }

  private void store(Voters record) {
    electorate.recorded(log.length());
    log.commit(new Commit().facts(log.facts().withVoters(record)));
    logger.info(
        record.isChanging() ? "the voters are to be {}" : "the voters are {}",
        record.now().stream().map(Voter::id).toList());
    reign.membership().vote(electorate.others());
    reign.membership().members().forEach(each -> each.progress().news(System.nanoTime()));
  }

  /** Both sets have stored {@code change}. Does not block: called where an answer arrives. */
  private void apply(Voters change) {
    if (!applying.compareAndSet(false, true)) {
      return;
    }
    var unused =
        appender
            .exclusively(() -> applyNow(change))
            .exceptionally(
                e -> {
                  applying.set(false);
                  if (e instanceof CompletionException) {
                    SafeLog.error(logger, "the change of the voters could not be ended", e);
                  }
                  return null;
                });
  }

  private void applyNow(Voters change) {
    applying.set(false);
    // A late call must not apply the change that was begun since.
    if (electorate.voters().equals(change) && reign.mode().ended().isEmpty()) {
      store(change.applied());
      reign.progressed();
      reign.writers().nodesChanged();
    }
  }
}
