package io.replog.core.append;

import io.replog.core.mode.Mode;
import io.replog.core.report.MasterMetrics;
import io.replog.core.report.Orders;
import io.replog.core.report.PacedLog;
import io.replog.core.threads.SafeLog;
import io.replog.core.threads.ThreadEnd;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of the log. Takes all requests that wait as one group, gives them their orders
 * and commits them as one atomic, synced write: many requests, one fsync (group commit). Nobody
 * sees them before that (G1, G2).
 */
public final class Appender implements AutoCloseable {

  /** The most a group holds, so that one commit stays short and its memory bounded. */
  static final int MAX_GROUP = 4096;

  static final long MAX_GROUP_BYTES = 8 << 20;

  private static final Logger logger = LoggerFactory.getLogger(Appender.class);

  private static final AppendOutcome.Refused CLOSED =
      new AppendOutcome.Refused(
          Problem.of(ProblemType.SHUTTING_DOWN, "this node is going down; nothing was stored"));

  private static final AppendOutcome.Refused OVERLOADED =
      new AppendOutcome.Refused(
          Problem.of(
              ProblemType.OVERLOADED, "too many requests wait for the log; nothing was stored"));

  private final PacedLog paced = new PacedLog(logger);
  private final DurableLog log;
  private final Mode mode;
  private final CommitListener committed;
  private final MasterMetrics metrics;
  private final BlockingQueue<Request> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final long maxQueuedBytes;
  private final Thread thread;
  private volatile boolean closed;

  private sealed interface Request {
    /** Answers a request that the appender will not process. */
    void refuse(AppendOutcome.Refused why);
  }

  private record Append(
      List<Draft> drafts, long bytes, boolean awaited, CompletableFuture<AppendOutcome> done)
      implements Request {
    @Override
    public void refuse(AppendOutcome.Refused why) {
      done.complete(why);
    }
  }

  private record Exclusive(Runnable work, CompletableFuture<Void> done) implements Request {
    @Override
    public void refuse(AppendOutcome.Refused why) {
      done.cancel(false);
    }
  }

  /**
   * Bounds of the queue.
   *
   * @param requests how many requests, at least 1
   * @param bytes how much their messages may have together; a single request may have more
   */
  public record Bounds(int requests, long bytes) {}

  /** Called after each commit, before its writers are answered. */
  @FunctionalInterface
  public interface CommitListener {
    /** {@code awaited}: whether one of its writers waits for other nodes to hold its message. */
    void committed(boolean awaited);
  }

  /** Not started yet; {@code threads} makes its one thread. */
  public Appender(
      DurableLog log,
      Mode mode,
      Bounds bounds,
      CommitListener committed,
      MasterMetrics metrics,
      ThreadFactory threads) {
    this.log = log;
    this.mode = mode;
    this.committed = committed;
    this.metrics = metrics;
    this.queue = new ArrayBlockingQueue<>(bounds.requests());
    this.maxQueuedBytes = bounds.bytes();
    this.thread = threads.newThread(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * Queues {@code drafts}; the appender's thread completes the future. Does not block. Fails with
   * {@link StorageException} if the disk refused, and with any other exception if the outcome is
   * unknown.
   *
   * @param awaited whether the writer will wait for other nodes to hold its messages
   */
  public CompletableFuture<AppendOutcome> append(List<Draft> drafts, boolean awaited) {
    CompletableFuture<AppendOutcome> done = new CompletableFuture<>();
    Append append = new Append(drafts, size(drafts), awaited, done);
    if (!takeRoom(append.bytes())) {
      append.refuse(OVERLOADED);
      return done;
    }
    var room = done.whenComplete((outcome, e) -> queuedBytes.addAndGet(-append.bytes()));
    submit(append);
    return done;
  }

  /** Reserves room for a request's bytes; a request that is alone always gets it. */
  private boolean takeRoom(long bytes) {
    long before =
        queuedBytes.getAndUpdate(
            now -> now == 0 || now + bytes <= maxQueuedBytes ? now + bytes : now);
    return before == 0 || before + bytes <= maxQueuedBytes;
  }

  /** Runs {@code work} while nothing is appended; cancelled where the appender is closed. */
  public CompletableFuture<Void> exclusively(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    submit(new Exclusive(work, done));
    return done;
  }

  private void submit(Request request) {
    if (!queue.offer(request)) {
      request.refuse(OVERLOADED);
    } else if (closed && queue.remove(request)) {
      request.refuse(CLOSED);
    }
  }

  private void run() {
    while (true) {
      try {
        handle(queue.take());
      } catch (InterruptedException e) {
        for (Request left = queue.poll(); left != null; left = queue.poll()) {
          left.refuse(CLOSED);
        }
        return;
      } catch (RuntimeException | Error e) {
        // Go on, so that later requests are refused rather than left to hang.
        mode.breakDown(e);
      }
    }
  }

  private void handle(Request first) {
    switch (first) {
      case Append append -> commit(group(append));
      case Exclusive exclusive -> run(exclusive);
    }
  }

  private List<Append> group(Append first) {
    List<Append> group = new ArrayList<>();
    group.add(first);
    long bytes = first.bytes();
    while (group.size() < MAX_GROUP
        && bytes < MAX_GROUP_BYTES
        && queue.peek() instanceof Append next) {
      queue.remove();
      group.add(next);
      bytes += next.bytes();
    }
    return group;
  }

  private static long size(List<Draft> drafts) {
    long size = 0;
    for (Draft draft : drafts) {
      size += draft.message().length;
    }
    return size;
  }

  private void commit(List<Append> group) {
    try {
      Optional<Problem> closed = mode.closed();
      if (closed.isPresent()) {
        AppendOutcome.Refused why = new AppendOutcome.Refused(closed.get());
        group.forEach(append -> append.refuse(why));
      } else {
        store(group);
      }
    } catch (StorageException e) {
      SafeLog.error(logger, "{} writers were refused: {}", group.size(), e.getMessage());
      group.forEach(append -> append.done().completeExceptionally(e));
    } catch (RuntimeException | Error e) {
      // An unforeseen failure may have left memory inconsistent: accept no further message. The
      // thread goes on, to answer later requests.
      mode.breakDown(e);
      group.forEach(append -> append.done().completeExceptionally(e));
    }
  }

  private void store(List<Append> group) {
    long begin = System.nanoTime();
    Sequencer sequencer =
        new Sequencer(log, System.currentTimeMillis(), ThreadLocalRandom.current());
    List<Runnable> answers = new ArrayList<>(group.size());
    for (Append append : group) {
      answers.add(place(append, sequencer));
    }
    List<LogEntry> entries = sequencer.entries();
    if (!entries.isEmpty()) {
      commitEntries(entries);
      long nanos = System.nanoTime() - begin;
      metrics.stored(entries.size(), group.size(), nanos);
      paced.info(
          "stored {} for {} writers in {} µs", new Orders(entries), group.size(), nanos / 1000);
      committed.committed(group.stream().anyMatch(Append::awaited));
    }
    answers.forEach(Runnable::run);
  }

  /** Places one request; returns what answers its writer once the group is on the disk. */
  private static Runnable place(Append append, Sequencer sequencer) {
    try {
      AppendOutcome outcome = sequencer.place(append.drafts());
      return () -> append.done().complete(outcome);
    } catch (StorageException e) {
      // Its ids cannot be looked up, so nothing of it is stored; the others of its group go on.
      logger.error("one writer was refused: {}", e.getMessage());
      return () -> append.done().completeExceptionally(e);
    }
  }

  private void commitEntries(List<LogEntry> entries) {
    Commit commit = new Commit();
    entries.forEach(commit::append);
    LogFacts facts = log.facts();
    if (!facts.tail().equals(facts.writer())) {
      commit.facts(facts.withTail(facts.writer()));
    }
    log.commit(commit);
  }

  private void run(Exclusive exclusive) {
    try {
      exclusive.work().run();
      exclusive.done().complete(null);
    } catch (RuntimeException e) {
      exclusive.done().completeExceptionally(e);
    } catch (Error e) {
      mode.breakDown(e);
      exclusive.done().completeExceptionally(e);
    }
  }

  /** Finishes the current group and refuses the rest. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    ThreadEnd.await(thread);
  }
}
