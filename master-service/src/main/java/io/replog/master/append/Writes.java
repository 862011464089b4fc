package io.replog.master.append;

import io.replog.master.append.AppendOutcome.Stored;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A write from its admission to its end. Safe for any thread; does not block. */
public final class Writes {

  private final Appender appender;
  private final Acknowledgements acknowledgements;
  private final PendingWrites pending;
  private final Semaphore places;

  /** {@code places}: the most writers that may be under way at a time. */
  public Writes(
      Appender appender, Acknowledgements acknowledgements, PendingWrites pending, int places) {
    this.appender = appender;
    this.acknowledgements = acknowledgements;
    this.pending = pending;
    this.places = new Semaphore(places);
  }

  /**
   * Stores {@code drafts} and completes once {@code concern} is met, or {@code timeout} has passed.
   * Fails with {@link io.replog.log.storage.StorageException} if the disk refused; nothing was
   * acknowledged then. Whoever waits is woken once, at the end: the steps in between run on the
   * threads of those who complete them.
   */
  public CompletableFuture<WriteOutcome> write(
      List<Draft> drafts, WriteConcern concern, Optional<Duration> timeout) {
    int nodes = acknowledgements.nodes();
    int required = concern.required(nodes);
    if (required > nodes) {
      return CompletableFuture.completedFuture(new WriteOutcome.Impossible(nodes));
    }
    if (!places.tryAcquire()) {
      return CompletableFuture.completedFuture(overloaded());
    }
    return appender
        .append(drafts, required > 1)
        .thenCompose(appended -> await(appended, required, timeout))
        .whenComplete((outcome, failure) -> places.release());
  }

  private CompletableFuture<WriteOutcome> await(
      AppendOutcome appended, int required, Optional<Duration> timeout) {
    return switch (appended) {
      case AppendOutcome.Refused refused ->
          CompletableFuture.completedFuture(new WriteOutcome.Refused(refused.problem()));
      case AppendOutcome.Conflict conflict ->
          CompletableFuture.completedFuture(
              new WriteOutcome.Conflict(conflict.id(), conflict.order()));
      case Stored stored ->
          pending
              .await(stored.lastOrder(), required, timeout)
              .thenApply(end -> outcome(stored, required, end));
    };
  }

  private WriteOutcome outcome(Stored stored, int required, PendingWrites.End end) {
    int w = Math.min(required, acknowledgements.nodes());
    List<String> acks = acknowledgements.names(stored.lastOrder());
    return switch (end) {
      case MET -> new WriteOutcome.Done(stored, w, acks);
      case TIMED_OUT -> new WriteOutcome.TimedOut(stored, w, acks);
      case ABANDONED -> new WriteOutcome.Abandoned(stored, w, acks);
    };
  }

  private static WriteOutcome overloaded() {
    return new WriteOutcome.Refused(
        Problem.of(
            ProblemType.OVERLOADED,
            "too many writers are waiting on this node; nothing was stored"));
  }
}
