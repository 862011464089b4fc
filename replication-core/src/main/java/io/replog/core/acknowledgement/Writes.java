package io.replog.core.acknowledgement;

import io.replog.core.append.AppendOutcome;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.core.append.Appender;
import io.replog.core.append.Draft;
import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A write from its admission to its end. Safe for any thread; does not block, except to look up an
 * id when all places are taken.
 */
public final class Writes {

  private final Appender appender;
  private final DurableLog log;
  private final Acknowledgements acknowledgements;
  private final PendingWrites pending;

  public Writes(
      Appender appender, DurableLog log, Acknowledgements acknowledgements, PendingWrites pending) {
    this.appender = appender;
    this.log = log;
    this.acknowledgements = acknowledgements;
    this.pending = pending;
  }

  /**
   * Stores {@code drafts} and completes once {@code concern} is met, or {@code timeout} has passed.
   * Fails with {@link StorageException} if the disk refused; nothing was acknowledged then. The
   * waiting thread is woken once, at the end; intermediate steps run on the threads that complete
   * them. Cancelling the future when the writer goes away frees its place; the messages stay.
   */
  public CompletableFuture<WriteOutcome> write(
      List<Draft> drafts, WriteConcern concern, Optional<Duration> timeout) {
    int nodes = acknowledgements.nodes();
    int required = acknowledgements.required(concern);
    if (required > nodes) {
      return CompletableFuture.completedFuture(new WriteOutcome.Impossible(nodes));
    }
    boolean waits = needsOthers(required);
    boolean reserved = waits && pending.reserve();
    try {
      if (waits && !reserved && !needsNoPlace(drafts, required)) {
        return CompletableFuture.completedFuture(overloaded());
      }
    } catch (StorageException e) {
      return CompletableFuture.failedFuture(e);
    }
    Write write = new Write(required, timeout, waits, reserved);
    appender.append(drafts, waits).whenComplete(write::appended);
    return write.outcome;
  }

  /**
   * Whether this repeats messages that enough nodes hold already, or for which a writer waits: it
   * needs no place of its own.
   */
  private boolean needsNoPlace(List<Draft> drafts, int required) {
    long last = -1;
    for (Draft draft : drafts) {
      OptionalLong order =
          draft.id().isPresent() ? log.orderOf(draft.id().get()) : OptionalLong.empty();
      if (order.isEmpty()) {
        return false;
      }
      last = Math.max(last, order.getAsLong());
    }
    return acknowledgements.isMet(last, required) || pending.isAwaited(last);
  }

  /** Also a majority of one voter: there may be more of them when the message is stored. */
  private static boolean needsOthers(int required) {
    return required == Acknowledgements.MAJORITY_OF_VOTERS || required > 1;
  }

  private static WriteOutcome overloaded() {
    return new WriteOutcome.Refused(
        Problem.of(
            ProblemType.OVERLOADED,
            "too many writers are waiting on this node; nothing was stored"));
  }

  /** One write in progress. */
  private final class Write {
    private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
    private final int required;
    private final Optional<Duration> timeout;
    private final boolean waits;
    private final boolean reserved;

    Write(int required, Optional<Duration> timeout, boolean waits, boolean reserved) {
      this.required = required;
      this.timeout = timeout;
      this.waits = waits;
      this.reserved = reserved;
    }

    void appended(AppendOutcome appended, Throwable failure) {
      if (appended instanceof Stored stored && waits) {
        await(stored);
        return;
      }
      if (reserved) {
        pending.giveBack();
      }
      if (failure instanceof StorageException) {
        outcome.completeExceptionally(failure);
      } else {
        outcome.complete(failure == null ? withoutWait(appended) : new WriteOutcome.Unknown());
      }
    }

    private WriteOutcome withoutWait(AppendOutcome appended) {
      return switch (appended) {
        case AppendOutcome.Refused refused -> new WriteOutcome.Refused(refused.problem());
        case AppendOutcome.Conflict conflict ->
            new WriteOutcome.Conflict(conflict.id(), conflict.order());
        case Stored stored -> ended(stored, pending.endOfNoWait());
      };
    }

    private void await(Stored stored) {
      CompletableFuture<PendingWrites.End> end =
          pending.await(stored.orders(), required, timeout, reserved);
      var done = end.thenAccept(how -> outcome.complete(ended(stored, how)));
      // Ends the wait if the writer cancelled; otherwise it has no effect.
      var gone = outcome.whenComplete((any, e) -> end.complete(PendingWrites.End.ABANDONED));
    }

    private WriteOutcome ended(Stored stored, PendingWrites.End how) {
      int w = acknowledgements.number(required);
      List<String> acks = acknowledgements.names(stored.lastOrder());
      return switch (how) {
        case MET -> new WriteOutcome.Done(stored, w, acks, acknowledgements.survivesFailover(acks));
        case TIMED_OUT -> new WriteOutcome.TimedOut(stored, w, acks);
        case ABANDONED -> new WriteOutcome.Abandoned(stored, w, acks);
      };
    }
  }
}
