package io.replog.master.mode;

import io.replog.log.storage.StorageException;
import io.replog.master.append.WriteGate;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether this master may take messages, and why not: the one place where that is decided. Safe for
 * any thread.
 */
public final class Mode implements WriteGate {

  private final Supplier<Optional<StorageException>> storageFailure;
  private final BooleanSupplier quorum;
  private volatile String recovering = "it has not begun yet";
  private volatile long fencedBy;
  private volatile boolean shuttingDown;

  /**
   * @param storageFailure why the disk takes no writes, if so
   * @param quorum whether enough nodes are healthy, or none are required
   */
  public Mode(Supplier<Optional<StorageException>> storageFailure, BooleanSupplier quorum) {
    this.storageFailure = storageFailure;
    this.quorum = quorum;
  }

  /** The log is not ready yet; {@code progress} says how far it is. */
  public void recovering(String progress) {
    recovering = progress;
  }

  public void recovered() {
    recovering = null;
  }

  public boolean isRecovering() {
    return recovering != null;
  }

  /** A master of a newer epoch was heard of: this one stops for good. */
  public synchronized void fence(long epoch) {
    fencedBy = Math.max(fencedBy, epoch);
  }

  public boolean isFenced() {
    return fencedBy > 0;
  }

  public void shutDown() {
    shuttingDown = true;
  }

  @Override
  public Optional<Problem> closed() {
    if (fencedBy > 0) {
      return refusal(
          ProblemType.FENCED,
          "a master of epoch %d has taken over; nothing was stored".formatted(fencedBy));
    }
    if (shuttingDown) {
      return refusal(ProblemType.SHUTTING_DOWN, "this node is going down; nothing was stored");
    }
    if (storageFailure.get().isPresent()) {
      return refusal(ProblemType.STORAGE, storageFailure.get().get().getMessage());
    }
    if (!quorum.getAsBoolean()) {
      return refusal(
          ProblemType.NO_QUORUM,
          "fewer than a majority of the nodes are healthy; nothing was stored");
    }
    String progress = recovering;
    if (progress != null) {
      return refusal(ProblemType.RECOVERING, "the log is being recovered: " + progress);
    }
    return Optional.empty();
  }

  private static Optional<Problem> refusal(ProblemType type, String detail) {
    return Optional.of(Problem.of(type, detail));
  }

  /** The mode as {@code /health} names it. */
  public String label() {
    return switch (closed().map(Problem::type).orElse(null)) {
      case null -> "read-write";
      case FENCED -> "fenced";
      case RECOVERING -> "recovering";
      default -> "read-only";
    };
  }

  /** Why the node cannot do its work, apart from the other nodes' health. */
  public Optional<String> fault() {
    return closed().filter(problem -> problem.type() != ProblemType.NO_QUORUM).map(Problem::detail);
  }
}
