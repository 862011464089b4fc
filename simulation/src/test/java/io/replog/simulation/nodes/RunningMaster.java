package io.replog.simulation.nodes;

import io.replog.core.MasterRole;
import io.replog.core.MasterSettings;
import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.append.Appender;
import io.replog.core.append.Draft;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.core.report.MasterMetrics;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.log.DurableLog;
import io.replog.model.WriteConcern;
import io.replog.simulation.network.SimulatedClient;
import io.replog.simulation.threads.SimulatedProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** A master in the simulated world, from the start of its role to the end of that. */
public final class RunningMaster {

  /** Hears how a take-over went. */
  public interface Listener {
    /**
     * {@code master} has taken over, and reached so many secondaries since it began, at the step
     * {@code begun}.
     */
    void tookOver(RunningMaster master, long begun, int reached);
  }

  // As many requests as may be under way at all are usual, nothing gathers and nobody yields: it
  // never waits for a clock then.
  private static final Window WINDOW = new Window(3, 3, 2, 1 << 20, 0, 0, 0);
  private static final int MOST_WAITING = 100;
  private static final long LONG = Duration.ofDays(365).toNanos();

  private final SimulatedProcess process;
  private final Disk disk;
  private final DurableLog log;
  private final Surroundings world;
  private final Listener listener;
  private final long lengthAtStart;
  private final Clients clients = new Clients();
  private final MasterRole role;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private int minted;

  /** {@code log}: the one on {@code disk}, used by nobody else. */
  RunningMaster(
      SimulatedProcess process,
      Disk disk,
      DurableLog log,
      Surroundings world,
      List<String> secondaries,
      Listener listener) {
    this.process = process;
    this.disk = disk;
    this.log = log;
    this.world = world;
    this.listener = listener;
    this.lengthAtStart = log.length();
    MasterSettings settings =
        new MasterSettings(
            process.name(),
            secondaries.stream().map(name -> URI.create("http://" + name)).toList(),
            false,
            MOST_WAITING,
            new Appender.Bounds(MOST_WAITING, Long.MAX_VALUE),
            WINDOW,
            Duration.ZERO,
            new FailureDetector.Patience(LONG, LONG));
    MasterRole.Ports ports =
        new MasterRole.Ports(
            clients,
            never -> new DrawnAttempts(world.time(), process),
            process,
            () -> process.name() + "-" + minted++,
            new Metrics());
    this.role = new MasterRole(log, settings, ports);
  }

  private final class Clients implements SecondaryClients {
    private final List<SimulatedClient> takingOver = new ArrayList<>();
    private long begun;

    @Override
    public SecondaryClient connect(URI base) {
      return new SimulatedClient(world.network(), process, base.getHost());
    }

    @Override
    public SecondaryClient connectPatiently(URI base) {
      SimulatedClient client = new SimulatedClient(world.network(), process, base.getHost());
      if (takingOver.removeIf(SimulatedClient::isClosed) || takingOver.isEmpty()) {
        begun = world.trace().step();
      }
      takingOver.add(client);
      return client;
    }

    /** How many of those that this take-over asked gave an answer. */
    int reached() {
      return (int)
          takingOver.stream().filter(each -> !each.isClosed() && each.wasReached()).count();
    }
  }

  private final class Metrics implements MasterMetrics {
    private void add(String event) {
      world.trace().add(process + " " + event);
    }

    @Override
    public void stored(int messages, int requests, long nanos) {
      add("stored %d messages of %d requests".formatted(messages, requests));
    }

    @Override
    public void delivered(String secondary, int messages, long nanos) {
      add("heard that %s holds %d messages more".formatted(secondary, messages));
    }

    @Override
    public void failed(String secondary) {
      add("failed at " + secondary);
    }

    @Override
    public void members(List<Secondary> members) {
      add("has the secondaries " + members);
    }

    @Override
    public void tookOver(String logId, long epoch, long messages) {
      add("took over %s with epoch %d and %d messages".formatted(logId, epoch, messages));
      listener.tookOver(RunningMaster.this, clients.begun, clients.reached());
    }
  }

  void begin() {
    process.start(
        "start",
        () -> {
          role.start();
          begun.complete(null);
        });
  }

  /** Ends the role, but not its process; {@code then} is called when it has ended. */
  void close(Runnable then) {
    process.start(
        "close",
        () -> {
          begun.join();
          role.close();
          then.run();
        });
  }

  /** Writes in a client's name; {@code done} hears of the outcome or of the failure. */
  public void write(
      List<Draft> drafts, WriteConcern concern, BiConsumer<WriteOutcome, Throwable> done) {
    process.start(
        "clients",
        () -> {
          var unused = role.write(drafts, concern, Optional.empty()).whenComplete(done);
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
    return log.facts().epoch();
  }

  public String logId() {
    return log.facts().logId().orElseThrow();
  }

  public boolean isFenced() {
    return role.mode().isFenced();
  }

  /** Whether it takes messages. */
  public boolean isOpen() {
    return role.mode().closed().isEmpty();
  }

  /** Why it takes none. */
  public String state() {
    return role.mode().closed().map(Object::toString).orElse("open");
  }

  /** How many writers wait for their write concern. */
  public int waiting() {
    return role.waiting();
  }

  public List<Secondary> secondaries() {
    return role.secondaries();
  }
}
