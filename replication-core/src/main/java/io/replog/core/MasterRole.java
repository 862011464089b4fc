package io.replog.core;

import io.replog.core.acknowledgement.Acknowledgements;
import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.Writes;
import io.replog.core.append.Appender;
import io.replog.core.append.Draft;
import io.replog.core.membership.Membership;
import io.replog.core.membership.Quorum;
import io.replog.core.membership.Registration;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.core.recovery.ElectedTakeOver;
import io.replog.core.recovery.Opening;
import io.replog.core.recovery.Start;
import io.replog.core.recovery.TakeOver;
import io.replog.core.replication.Reign;
import io.replog.core.replication.Replication;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.Threads;
import io.replog.core.transport.Attempts;
import io.replog.core.transport.SecondaryClients;
import io.replog.core.view.ClusterView;
import io.replog.core.view.CommitTimes;
import io.replog.core.view.MasterView;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role of a master over a log: from the take-over on it puts messages in one order, replicates
 * them, and answers writers once enough nodes hold their message. Nothing runs before {@link
 * #start}, nothing after {@link #close}, which leaves the log to another role in the same process.
 * Safe for any thread.
 */
public final class MasterRole implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(MasterRole.class);

  /** How long {@link #empty} waits for the secondaries to empty their logs. */
  private static final Duration EMPTYING = Duration.ofSeconds(3);

  private static final Problem BUSY =
      Problem.of(ProblemType.OVERLOADED, "too many requests wait for the log; nothing was emptied");

  /**
   * What a master needs from outside.
   *
   * @param attempts retries failed connections to a secondary
   * @param randomId mints log ids and claims
   */
  public record Ports(
      SecondaryClients clients,
      Function<Secondary, Attempts> attempts,
      Threads threads,
      Supplier<String> randomId,
      MasterMetrics metrics) {}

  private final MasterSettings settings;
  private final DurableLog log;
  private final Ports ports;
  private final Mode mode;
  private final Reign reign;
  private final Replication replication;
  private final Membership membership;
  private final Acknowledgements acknowledgements;
  private final PendingWrites pending;
  private final CommitTimes commitTimes = new CommitTimes();
  private final Appender appender;
  private final Writes writes;
  private final Start start;
  private final Optional<VoterChanges> voterChanges;
  private final MasterView view;

  /** A fixed master. */
  public MasterRole(DurableLog log, MasterSettings settings, Ports ports) {
    this(log, settings, ports, Optional.empty());
  }

  /** {@code mandate}: of an elected master. */
  public MasterRole(
      DurableLog log, MasterSettings settings, Ports ports, Optional<Mandate> mandate) {
    this.settings = settings;
    this.log = log;
    this.ports = ports;
    this.mode = new Mode(log::failure, this::hasQuorum);
    this.membership =
        new Membership(
            settings.id(), log, settings.patience(), settings.window(), System::nanoTime);
    this.acknowledgements =
        new Acknowledgements(settings.id(), membership::counting, mandate.map(Mandate::electorate));
    this.pending = new PendingWrites(acknowledgements, mode::hasEnded, settings.maxWaiting());
    this.reign =
        new Reign(
            log,
            mode,
            membership,
            pending,
            settings.window(),
            ports.metrics(),
            ports.threads(),
            mandate);
    this.replication =
        new Replication(reign, ports.clients(), ports.attempts(), settings.heartbeatInterval());
    this.appender =
        new Appender(
            log,
            mode,
            settings.appending(),
            this::committed,
            ports.metrics(),
            body -> ports.threads().unstarted("appender", body));
    this.writes = new Writes(appender, log, acknowledgements, pending);
    Opening opening =
        mandate.isPresent()
            ? new ElectedTakeOver(reign, mandate.get(), ports.randomId())
            : new TakeOver(reign, this::mayTakeOver, ports.randomId());
    this.start = new Start(reign, replication, appender, opening, ports.clients());
    this.voterChanges =
        mandate.map(elected -> new VoterChanges(reign, elected.electorate(), appender));
    this.view = new MasterView(settings.id(), reign, replication, commitTimes);
    membership.onChange(replication);
    mode.onEnd(pending::abandon);
  }

  private boolean mayTakeOver(int agreed, boolean ownLog) {
    return !settings.requiresQuorum() || Quorum.canTakeOver(membership.nodes(), agreed, ownLog);
  }

  private boolean hasQuorum() {
    return !settings.requiresQuorum() || Quorum.isPresent(membership.nodes(), membership.healthy());
  }

  private void committed(boolean awaited) {
    commitTimes.committed(log.length(), System.nanoTime());
    reign.progressed();
    replication.signal(awaited);
  }

  /** Loads the members and starts the take-over on its own thread. Call once. */
  public void start() {
    appender.start();
    reign
        .mandate()
        .ifPresentOrElse(
            elected -> membership.vote(elected.electorate().others()),
            () -> membership.begin(settings.listed()));
    start.begin();
  }

  /** Waits up to {@code time} until this master accepts messages or has ended. */
  public void awaitDecision(Duration time) throws InterruptedException {
    start.awaitEnd(time);
  }

  /** See {@link Writes#write}. */
  public CompletableFuture<WriteOutcome> write(
      List<Draft> drafts, WriteConcern concern, Optional<Duration> timeout) {
    return writes.write(drafts, concern, timeout);
  }

  /** See {@link Replication#register}; a master that has ended refuses. */
  public Registration register(String id, URI url, String run) {
    Optional<Problem> ended = mode.ended();
    return ended.isPresent()
        ? new Registration.Ended(ended.get())
        : replication.register(id, url, run);
  }

  /** See {@link Membership#retire}; returns why it was not done, empty if it was. */
  public Optional<Problem> retire(String id) {
    Optional<Problem> ended = mode.ended();
    if (ended.isPresent() || membership.retire(id)) {
      return ended;
    }
    return Optional.of(Problem.of(ProblemType.NOT_FOUND, "no secondary has the id \"" + id + "\""));
  }

  /** Changes the voters of this elected master. */
  public VoterChanges voterChanges() {
    return voterChanges.orElseThrow();
  }

  /** The ids of the nodes that are known to hold the message at {@code order}, this one first. */
  public List<String> holders(long order) {
    return acknowledgements.names(order);
  }

  /**
   * Empties the log, which continues under a new id of the same lineage, and waits a few seconds
   * until every reachable secondary has emptied its own.
   *
   * @return why it was not emptied, where this master accepts no messages; empty if it was
   */
  public Optional<Problem> empty() throws InterruptedException {
    AtomicReference<Problem> refused = new AtomicReference<>();
    try {
      appender
          .exclusively(() -> mode.closed().ifPresentOrElse(refused::set, this::emptyLog))
          .join();
    } catch (CancellationException e) {
      refused.set(mode.closed().orElse(BUSY));
    }
    if (refused.get() != null) {
      return Optional.of(refused.get());
    }
    pending.abandon();
    String logId = log.facts().logId().orElseThrow();
    logger.warn("the log was emptied on request; its new id is {}", logId);
    long end = System.nanoTime() + EMPTYING.toNanos();
    while (System.nanoTime() < end && !replication.allAnswered()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return Optional.empty();
  }

  private void emptyLog() {
    LogFacts facts = log.facts();
    String fresh = LogId.afterEmptying(facts.logId().orElseThrow(), ports.randomId().get());
    log.commit(new Commit().clear().facts(facts.emptied().withLogId(fresh)));
    reign.mandate().ifPresent(elected -> elected.majority().reset());
    replication.reconnect();
  }

  public Mode mode() {
    return mode;
  }

  /** What this master knows of the cluster now. */
  public ClusterView view() {
    return view.now();
  }

  /** All secondaries, including those that do not count yet. */
  public List<Secondary> secondaries() {
    return membership.members();
  }

  /** Writers that wait for their write concern. */
  public int waiting() {
    return pending.count();
  }

  /** The same by what they wait for; see {@link PendingWrites#byRequired}. */
  public Map<Integer, Integer> waitingByRequired() {
    return pending.byRequired();
  }

  /** Another node is to be master: refuses new messages and releases waiting writers. */
  public void depose() {
    mode.depose();
  }

  /**
   * Refuses new messages and releases waiting writers (outcome pending, their messages stay), but
   * keeps replicating until it is closed.
   */
  public void shutDown() {
    mode.shutDown();
    start.cancel();
  }

  /** Stops everything that it started, after the appender has finished its current group. */
  @Override
  public void close() {
    shutDown();
    start.close();
    appender.close();
    replication.close();
    membership.close();
  }
}
