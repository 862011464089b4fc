package io.replog.master.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.WriteOutcome.Abandoned;
import io.replog.core.acknowledgement.WriteOutcome.Conflict;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Impossible;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.acknowledgement.WriteOutcome.TimedOut;
import io.replog.core.acknowledgement.WriteOutcome.Unknown;
import io.replog.core.append.AppendOutcome.Placed;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.http.problem.ProblemException;
import io.replog.master.role.Mastering;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.List;
import java.util.Optional;

/** Turns the outcome of a write into its answer. */
final class WriteAnswers {

  private static final int RETRY_AFTER_SECONDS = 1;

  private WriteAnswers() {}

  /** A success. */
  sealed interface Answer {
    String status();

    /** URL of the message; null for none. */
    @JsonIgnore
    default String location() {
      return null;
    }

    @JsonIgnore
    default boolean isDuplicate() {
      return status().equals("duplicate");
    }
  }

  /** One message, stored on enough nodes. */
  record Single(
      String status,
      String id,
      long order,
      int w,
      List<String> acks,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean survivesFailover,
      @JsonIgnore String root)
      implements Answer {

    @Override
    public String location() {
      return isDuplicate() ? null : root + "/messages/" + order;
    }

    /** {@code root}: the path under which the client sees this node's API. */
    static Single of(Done done, String root) {
      Placed placed = done.stored().placed().getFirst();
      return new Single(
          placed.duplicate() ? "duplicate" : "ok",
          placed.id(),
          placed.order(),
          done.w(),
          done.acks(),
          done.survivesFailover().orElse(null),
          root);
    }
  }

  /** A batch, stored on enough nodes. */
  record Batch(
      String status,
      int count,
      long firstOrder,
      long lastOrder,
      long duplicates,
      int w,
      List<String> acks,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean survivesFailover)
      implements Answer {

    static Batch of(Done done) {
      Stored stored = done.stored();
      int count = stored.placed().size();
      return new Batch(
          stored.duplicates() == count ? "duplicate" : "ok",
          count,
          stored.firstOrder(),
          stored.lastOrder(),
          stored.duplicates(),
          done.w(),
          done.acks(),
          done.survivesFailover().orElse(null));
    }
  }

  /** The outcome with the nodes' names as clients see them. */
  static WriteOutcome shown(WriteOutcome outcome, Mastering mastering) {
    return switch (outcome) {
      case Done(Stored stored, int w, List<String> acks, Optional<Boolean> survives) ->
          new Done(stored, w, shown(acks, mastering), survives);
      case TimedOut(Stored stored, int w, List<String> acks) ->
          new TimedOut(stored, w, shown(acks, mastering));
      case Abandoned(Stored stored, int w, List<String> acks) ->
          new Abandoned(stored, w, shown(acks, mastering));
      default -> outcome;
    };
  }

  private static List<String> shown(List<String> ids, Mastering mastering) {
    return ids.stream().map(mastering::shown).toList();
  }

  /** The outcome if it is a success; every other one ends the request with its problem. */
  static Done done(WriteOutcome outcome) {
    return switch (outcome) {
      case Done done -> done;
      case TimedOut late ->
          throw new ProblemException(
              stored(
                  ProblemType.WRITE_CONCERN_TIMEOUT,
                  "stored, and still being delivered; the same id again resumes the wait",
                  late.stored(),
                  late.w(),
                  late.acks()));
      case Abandoned left ->
          throw ProblemException.retryAfter(
              RETRY_AFTER_SECONDS,
              stored(
                  ProblemType.OUTCOME_PENDING,
                  "stored and kept, but this node cannot wait any longer for the other nodes;"
                      + " the same id again resumes the wait",
                  left.stored(),
                  left.w(),
                  left.acks()));
      case Conflict conflict ->
          throw new ProblemException(
              Problem.of(
                      ProblemType.ID_CONFLICT,
                      "the id \"%s\" is known with another message, at order %d"
                          .formatted(conflict.id(), conflict.order()))
                  .with("id", conflict.id())
                  .with("order", conflict.order()));
      case Impossible impossible ->
          throw ProblemException.invalid(
              "w", "must be from 1 to %d, the number of nodes".formatted(impossible.nodes()));
      case Refused refused -> throw refusal(refused.problem());
      case Unknown unknown ->
          throw new ProblemException(
              ProblemType.OUTCOME_UNKNOWN,
              "this node failed while it stored the message; once it was restarted, the same id"
                  + " again tells whether it did");
    };
  }

  private static ProblemException refusal(Problem problem) {
    return problem.type().status() == 503
        ? ProblemException.retryAfter(RETRY_AFTER_SECONDS, problem)
        : new ProblemException(problem);
  }

  private static Problem stored(
      ProblemType type, String detail, Stored stored, int w, List<String> acks) {
    Problem problem = Problem.of(type, detail);
    Placed first = stored.placed().getFirst();
    Problem placed =
        stored.placed().size() == 1
            ? problem.with("id", first.id()).with("order", first.order())
            : problem
                .with("count", stored.placed().size())
                .with("first_order", stored.firstOrder())
                .with("last_order", stored.lastOrder());
    return placed.with("w", w).with("acks", acks);
  }
}
