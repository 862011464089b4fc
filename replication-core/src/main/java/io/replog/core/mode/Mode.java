package io.replog.core.mode;

import io.replog.core.threads.SafeLog;
import io.replog.log.storage.StorageException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place that decides whether this master accepts messages, and why not. Safe for any
 * thread.
 */
public final class Mode {

  private static final Logger logger = LoggerFactory.getLogger(Mode.class);

  private final Supplier<Optional<StorageException>> storageFailure;
  private final BooleanSupplier quorum;
  private final List<Runnable> endListeners = new CopyOnWriteArrayList<>();
  private volatile String recovering = "it has not begun yet";
  private volatile OptionalLong fencedBy = OptionalLong.empty();
  private volatile Throwable broken;
  private volatile boolean deposed;
  private volatile boolean shuttingDown;

  /**
   * @param storageFailure why the disk takes no writes, if so
   * @param quorum whether enough nodes are healthy, or none are required
   */
  public Mode(Supplier<Optional<StorageException>> storageFailure, BooleanSupplier quorum) {
    this.storageFailure = storageFailure;
    this.quorum = quorum;
  }

  /** {@code listener}: called each time something ends this master for good; must be quick. */
  public void onEnd(Runnable listener) {
    endListeners.add(listener);
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

  /** A master of the epoch {@code epoch} has taken over: this one stops for good (G7). */
  public void fence(long epoch) {
    boolean first;
    synchronized (this) {
      first = fencedBy.isEmpty();
      fencedBy = OptionalLong.of(Math.max(fencedBy.orElse(0), epoch));
    }
    endListeners.forEach(Runnable::run);
    if (first) {
      SafeLog.error(
          logger,
          "FENCED: a master of epoch {} has taken over; this one accepts no more messages",
          epoch);
    }
  }

  public boolean isFenced() {
    return fencedBy.isPresent();
  }

  /** A thread that the log depends on has failed: only a restart helps. */
  public void breakDown(Throwable why) {
    broken = why;
    endListeners.forEach(Runnable::run);
    SafeLog.error(logger, "this node has FAILED and accepts no more messages; restart it", why);
  }

  public boolean isBroken() {
    return broken != null;
  }

  /** Another node is to be master: this one ends its reign. */
  public void depose() {
    deposed = true;
    endListeners.forEach(Runnable::run);
  }

  public void shutDown() {
    shuttingDown = true;
    endListeners.forEach(Runnable::run);
  }

  /**
   * Whether this master has ended for good: it must no longer report a write concern as met, nor
   * wait for one.
   */
  public boolean hasEnded() {
    return ended().isPresent();
  }

  /** Why this master has ended for good; empty if it has not. */
  public Optional<Problem> ended() {
    if (fencedBy.isPresent()) {
      return refusal(
          ProblemType.FENCED,
          "a master of epoch %d has taken over; nothing was stored"
              .formatted(fencedBy.getAsLong()));
    }
    if (broken != null) {
      return refusal(
          ProblemType.BROKEN, "this node has failed and must be restarted; nothing was stored");
    }
    if (deposed) {
      return refusal(
          ProblemType.NO_MASTER, "this node is not the master any more; nothing was stored");
    }
    if (shuttingDown) {
      return refusal(ProblemType.SHUTTING_DOWN, "this node is going down; nothing was stored");
    }
    return Optional.empty();
  }

  /** Why this master refuses to append; empty if it does not. */
  public Optional<Problem> closed() {
    Optional<Problem> ended = ended();
    if (ended.isPresent()) {
      return ended;
    }
    Optional<StorageException> storage = storageFailure.get();
    if (storage.isPresent()) {
      return refusal(ProblemType.STORAGE, storage.get().getMessage());
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
