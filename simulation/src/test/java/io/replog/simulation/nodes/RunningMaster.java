package io.replog.simulation.nodes;

import io.replog.log.DurableLog;
import io.replog.master.append.Acknowledgements;
import io.replog.master.append.Appender;
import io.replog.master.append.Draft;
import io.replog.master.append.PendingWrites;
import io.replog.master.append.WriteOutcome;
import io.replog.master.append.Writes;
import io.replog.master.cluster.Cluster;
import io.replog.master.cluster.Conversation;
import io.replog.master.membership.FailureDetector;
import io.replog.master.membership.Heartbeat;
import io.replog.master.membership.LogMemberStore;
import io.replog.master.membership.Membership;
import io.replog.master.membership.Secondary;
import io.replog.master.mode.Mode;
import io.replog.master.recovery.TakeOver;
import io.replog.master.replication.ReplicationSettings;
import io.replog.master.replication.Replicator;
import io.replog.master.start.MasterStart;
import io.replog.model.WriteConcern;
import io.replog.simulation.network.SimulatedLink;
import io.replog.simulation.network.SimulatedPeer;
import io.replog.simulation.threads.Scheduler;
import io.replog.simulation.threads.SimulatedProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/** One start of a master: its classes put together as its configuration and its start do it. */
public final class RunningMaster {

  /** Hears how a take-over went. */
  public interface Listener {
    /** {@code master} has taken over, and reached so many secondaries while it did. */
    void tookOver(RunningMaster master, int reached);
  }

  // As many requests as may be under way at all are usual, nothing gathers and nobody yields: a
  // plan never waits for a clock then.
  private static final ReplicationSettings SETTINGS =
      ReplicationSettings.of(3, 3, 2, 0, 0, 0, 1 << 20);
  private static final int MOST_WAITING = 100;
  private static final long LONG = Duration.ofDays(365).toNanos();

  private final SimulatedProcess process;
  private final Disk disk;
  private final Surroundings world;
  private final Listener listener;
  private final List<URI> secondaries;
  private final long lengthAtStart;
  private final DurableLog log;
  private final Mode mode;
  private final Cluster cluster;
  private final Membership membership;
  private final PendingWrites pending;
  private final Appender appender;
  private final Writes writes;
  private final MasterEvents events;
  private final Start surroundings = new Start();
  private final MasterStart start;
  private int claims;

  RunningMaster(
      SimulatedProcess process,
      Disk disk,
      Surroundings world,
      List<String> secondaries,
      Listener listener) {
    this.process = process;
    this.disk = disk;
    this.world = world;
    this.listener = listener;
    this.secondaries = secondaries.stream().map(name -> URI.create("http://" + name)).toList();
    this.lengthAtStart = disk.length();
    this.log = new DurableLog(disk.open());
    this.events =
        new MasterEvents(
            process, world.trace(), () -> listener.tookOver(this, surroundings.reached()));
    this.mode = new Mode(log::failure, () -> true);
    this.cluster = new Cluster(this::converse, log, mode, events);
    this.membership =
        new Membership(
            "master",
            new LogMemberStore(log),
            new FailureDetector.Patience(LONG, LONG),
            System::nanoTime,
            cluster);
    Acknowledgements acknowledgements =
        new Acknowledgements(process.name(), membership::secondaries);
    this.pending = new PendingWrites(acknowledgements);
    this.appender =
        new Appender(
            log,
            mode,
            new Appender.Bounds(MOST_WAITING, Long.MAX_VALUE),
            cluster::signal,
            events,
            process.lane("appender")::thread);
    this.writes = new Writes(appender, acknowledgements, pending, MOST_WAITING);
    TakeOver takeOver =
        new TakeOver(log, List::of, (agreed, ownLog) -> true, this::randomId, events);
    this.start = new MasterStart(log, takeOver, mode, cluster, appender, surroundings);
  }

  private String randomId() {
    return process.name() + "-" + claims++;
  }

  private Conversation converse(
      Secondary secondary, Replicator.Target target, Heartbeat.Listener heartbeats) {
    String name = secondary.url().getHost();
    Scheduler.Lane carriers = process.lane("carriers-" + name);
    var link = new SimulatedLink(world.network(), process, name);
    var replicator =
        new Replicator(
            target,
            link,
            new DrawnAttempts(world.pauses(), process),
            log,
            List::of,
            SETTINGS,
            events,
            carriers::start);
    var heartbeat = new Heartbeat(secondary, link, Duration.ZERO, System::nanoTime, heartbeats);
    return new Conversation(replicator, heartbeat);
  }

  void begin() {
    process.lane("start").start(this::start);
  }

  private void start() {
    cluster.begin(membership, pending, secondaries);
    process.lane("take-over").start(start::run);
  }

  /** The services' own start, in the simulated world. */
  private final class Start implements MasterStart.Surroundings {
    private List<SimulatedPeer> asked = List.of();

    @Override
    public List<SimulatedPeer> peers() {
      asked =
          membership.secondaries().stream()
              .map(each -> new SimulatedPeer(world.network(), process, each.url().getHost()))
              .toList();
      return asked;
    }

    /** How many of those that were asked last gave an answer. */
    int reached() {
      return (int) asked.stream().filter(SimulatedPeer::wasReached).count();
    }

    @Override
    public void start(Runnable body) {
      process.lane("take-over").start(body);
    }

    @Override
    public boolean awaitNextAttempt() {
      Semaphore over = new Semaphore(0);
      world.pauses().begin(process, over::release);
      over.acquireUninterruptibly();
      return true;
    }

    @Override
    public void obstacle(String why) {
      world.trace().add(process + " cannot take over: " + why);
    }

    @Override
    public void failed(Throwable why) {
      world.trace().violated(process + " failed to take over again: " + why);
    }
  }

  /** Writes in a client's name; {@code done} hears of the outcome or of the failure. */
  public void write(
      List<Draft> drafts, WriteConcern concern, BiConsumer<WriteOutcome, Throwable> done) {
    process
        .lane("clients")
        .start(
            () -> {
              var unused = writes.write(drafts, concern, Optional.empty()).whenComplete(done);
            });
  }

  public SimulatedProcess process() {
    return process;
  }

  public Disk disk() {
    return disk;
  }

  public DurableLog log() {
    return log;
  }

  /** How many messages were on the disk before this start; these it cannot lose. */
  public long lengthAtStart() {
    return lengthAtStart;
  }

  public long epoch() {
    return log.identity().epoch();
  }

  public boolean isFenced() {
    return mode.isFenced();
  }

  /** Whether it takes messages. */
  public boolean isOpen() {
    return mode.closed().isEmpty();
  }

  /** Why it takes none. */
  public String state() {
    return mode.closed().map(Object::toString).orElse("open");
  }

  /** How many writers wait for their write concern. */
  public int waiting() {
    return pending.count();
  }

  public List<Secondary> secondaries() {
    return membership.secondaries();
  }
}
