package io.replog.core;

import io.replog.core.lock.Guard;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.ElectedMasters;
import io.replog.core.replica.Replica;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.threads.SafeLog;
import io.replog.core.threads.ThreadEnd;
import io.replog.core.threads.Threads;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Founding;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.LogId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that may be master or follow one, over one log. It follows whoever announces itself with a
 * newer epoch, and reigns while it is told that it was elected. Whatever it is told, it writes to
 * the log in one role at a time: a master has ended before this node promises anything to another.
 *
 * <p>Nothing runs before {@link #start}, nothing after {@link #close}. Safe for any thread.
 */
public final class ElectedNode implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(ElectedNode.class);

  /**
   * What makes this node one of its cluster.
   *
   * @param id its id as a voter, new with each disk
   * @param run random, new at each start of the process
   */
  public record Identity(String id, String run) {}

  /**
   * The log, and what belongs to it.
   *
   * @param gap entries ahead of the visible prefix, in the same storage as {@code log}
   * @param majority what readers see of it
   * @param aside where messages go that are cut from it
   */
  public record Data(DurableLog log, GapBuffer gap, MajorityLog majority, SetAside aside) {}

  /**
   * What an elected node needs from outside.
   *
   * @param masters makes the role of an elected master over the log, not started
   * @param granting records in the election's control state who reigns
   */
  public record Ports(
      Function<Mandate, MasterRole> masters,
      Mandate.Granting granting,
      ReplicaMetrics metrics,
      Threads threads) {}

  private final Identity identity;
  private final Data data;
  private final Ports ports;
  private final Replica replica;

  // Held while a role begins, ends, or a delivery is stored.
  private final Guard switching = new Guard();
  private volatile Reigning reigning;
  private volatile String master;

  // What the election said last. The deciding thread looks at it whenever there is a hint.
  private volatile OptionalLong term = OptionalLong.empty();
  private volatile boolean closed;
  private final AtomicBoolean gaveWay = new AtomicBoolean();
  private final BlockingQueue<Boolean> hints = new ArrayBlockingQueue<>(1);
  private final Thread deciding;

  private record Reigning(long term, MasterRole role) {}

  public ElectedNode(Identity identity, Data data, Ports ports) {
    this.identity = identity;
    this.data = data;
    this.ports = ports;
    this.replica =
        new Replica(
            data.log(),
            data.gap(),
            ports.metrics(),
            new ElectedMasters(identity.id(), data.log(), data.majority(), data.aside()));
    this.deciding = ports.threads().unstarted("roles", this::decide);
  }

  /** Begins to act on what the election says. Call once. */
  public void start() {
    deciding.start();
  }

  /** See {@link Founding}. */
  public void found(String freshLogId, List<Voter> voters) {
    switching.inside(() -> Founding.found(data.log(), freshLogId, voters));
  }

  /** This node was elected in {@code newTerm}. Does not block. */
  public void elected(long newTerm) {
    term = OptionalLong.of(newTerm);
    hint();
  }

  /** This node is not the elected one. Does not block. */
  public void deposed() {
    term = OptionalLong.empty();
    hint();
  }

  private void hint() {
    // One that waits is enough: the deciding thread looks at the present state.
    hints.offer(true);
  }

  private void decide() {
    try {
      while (!closed) {
        hints.take();
        if (endReignIfOver() || gaveWay.getAndSet(false)) {
          // A newer master announced itself, and this node is still the elected one: give way.
          ports.threads().pause();
        }
        beginReignIfElected();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      SafeLog.error(logger, "this node cannot change its role any more; restart it", e);
      throw e;
    }
  }

  /** Returns whether a reign has ended by itself. */
  private boolean endReignIfOver() {
    switching.lock();
    try {
      Reigning present = reigning;
      if (present == null) {
        return false;
      }
      boolean ended = present.role().mode().hasEnded() && !present.role().mode().isBroken();
      if (ended || !term.equals(OptionalLong.of(present.term()))) {
        stepDown();
      }
      return ended;
    } finally {
      switching.unlock();
    }
  }

  private void beginReignIfElected() {
    switching.lock();
    try {
      OptionalLong elected = term;
      if (closed || reigning != null || elected.isEmpty()) {
        return;
      }
      MasterRole role =
          ports
              .masters()
              .apply(
                  new Mandate(
                      elected.getAsLong(),
                      new Electorate(identity.id(), data.log()),
                      data.majority(),
                      data.aside(),
                      ports.granting()));
      role.mode().onEnd(this::hint);
      logger.info("elected in term {}: this node takes over", elected.getAsLong());
      master = identity.id();
      reigning = new Reigning(elected.getAsLong(), role);
      role.start();
    } finally {
      switching.unlock();
    }
  }

  /** Ends the reign, before anything is promised to another master. */
  private void stepDown() {
    Reigning present = reigning;
    present.role().depose();
    present.role().close();
    reigning = null;
    logger.info("this node is not master any more");
  }

  /** The role of the master, while this node takes over or reigns. */
  public Optional<MasterRole> reigning() {
    return Optional.ofNullable(reigning).map(Reigning::role);
  }

  /**
   * The id of the node that announced itself last as the master, or this one's while it reigns;
   * empty if none did since the start.
   */
  public Optional<String> master() {
    return Optional.ofNullable(master);
  }

  /** See {@link Replica#accept}. A newer master's delivery ends this node's own reign first. */
  public DeliveryOutcome accept(Delivery delivery) {
    switching.lock();
    try {
      Reigning present = reigning;
      if (present != null) {
        LogFacts facts = data.log().facts();
        if (delivery.elected().isEmpty() || !isNewer(delivery, facts)) {
          return refusedByMaster(facts);
        }
        logger.warn(
            "a master of epoch {} announced itself: this node's reign in epoch {} ends",
            delivery.epoch(),
            facts.epoch());
        stepDown();
        gaveWay.set(true);
        hint();
      }
      DeliveryOutcome outcome = replica.accept(delivery);
      if (outcome instanceof DeliveryOutcome.Stored) {
        delivery.elected().ifPresent(elected -> master = elected.master());
      }
      return outcome;
    } finally {
      switching.unlock();
    }
  }

  private static boolean isNewer(Delivery delivery, LogFacts facts) {
    return facts.logId().filter(mine -> LogId.sameLineage(mine, delivery.logId())).isPresent()
        && delivery.epoch() > facts.epoch();
  }

  private static Refused refusedByMaster(LogFacts facts) {
    return new Refused(
        Problem.of(ProblemType.STALE_EPOCH, "this node is master itself, in epoch " + facts.epoch())
            .with("epoch", facts.epoch()));
  }

  /** This node's status for another; see {@link Replica#status}. */
  public ReplicaStatus status(OptionalLong at) {
    return replica.status(identity.id(), identity.run(), at);
  }

  public Identity identity() {
    return identity;
  }

  public DurableLog log() {
    return data.log();
  }

  /** How many messages are held beyond a gap. */
  public long buffered() {
    return replica.buffered();
  }

  /** Ends the present role, and begins no other. */
  @Override
  public void close() {
    closed = true;
    switching.lock();
    try {
      if (reigning != null) {
        reigning.role().close();
      }
      replica.close();
      // Not while it ends a role: it would not wait for the threads of that.
      deciding.interrupt();
    } finally {
      switching.unlock();
    }
    ThreadEnd.await(deciding);
  }
}
