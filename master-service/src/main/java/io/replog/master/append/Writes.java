package io.replog.master.append;

import io.replog.log.storage.StorageException;
import io.replog.master.append.AppendOutcome.Stored;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** A write from its admission to its end, on the thread of the one who asked. */
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
   * Stores {@code drafts} and waits until {@code concern} is met, or {@code timeout} has passed.
   *
   * @throws StorageException if the disk refused; nothing was acknowledged
   */
  public WriteOutcome write(List<Draft> drafts, WriteConcern concern, Optional<Duration> timeout)
      throws InterruptedException {
    if (!places.tryAcquire()) {
      return overloaded();
    }
    try {
      int nodes = acknowledgements.nodes();
      int required = concern.required(nodes);
      return required > nodes
          ? new WriteOutcome.Impossible(nodes)
          : write(drafts, required, timeout);
    } catch (Appender.Overloaded e) {
      return overloaded();
    } finally {
      places.release();
    }
  }

  private WriteOutcome write(List<Draft> drafts, int required, Optional<Duration> timeout)
      throws InterruptedException {
    return switch (append(drafts)) {
      case AppendOutcome.Refused refused -> new WriteOutcome.Refused(refused.problem());
      case AppendOutcome.Conflict conflict ->
          new WriteOutcome.Conflict(conflict.id(), conflict.order());
      case Stored stored -> await(stored, required, timeout);
    };
  }

  private AppendOutcome append(List<Draft> drafts) throws InterruptedException {
    try {
      return appender.append(drafts).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private WriteOutcome await(Stored stored, int required, Optional<Duration> timeout)
      throws InterruptedException {
    long order = stored.lastOrder();
    PendingWrites.End end = pending.await(order, required, timeout);
    int w = Math.min(required, acknowledgements.nodes());
    List<String> acks = acknowledgements.names(order);
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
