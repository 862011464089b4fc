package io.replog.simulation.nodes;

import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.Storage;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.simulation.network.Answering;
import io.replog.simulation.network.Network.Server;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A secondary: a disk, and while it is up a process with the real classes on it. */
public final class SecondaryNode implements Node {

  private static final int GAP_MESSAGES = 100;
  private static final int GAP_BYTES = 1 << 20;
  private static final int ENTRY_BYTES = 1 << 20;

  private final String name;
  private final Disk disk;
  private final Surroundings world;
  private int starts;
  private Optional<Running> running = Optional.empty();

  public SecondaryNode(String name, Disk disk, Surroundings world) {
    this.name = name;
    this.disk = disk;
    this.world = world;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Optional<DurableLog> log() {
    return running.map(each -> each.log);
  }

  @Override
  public boolean isUp() {
    return running.isPresent();
  }

  public Optional<Server> server() {
    return running.map(each -> new Server(each.process, each));
  }

  @Override
  public void start() {
    SimulatedProcess process =
        new SimulatedProcess(world.scheduler(), world.time(), "%s.%02d".formatted(name, ++starts));
    disk.handTo(process);
    running = Optional.of(new Running(process, disk.open()));
    world.trace().add("start " + process + " with " + disk.length() + " messages");
  }

  @Override
  public void kill() {
    running.ifPresent(
        each -> {
          world.trace().add("kill " + each.process);
          each.process.kill();
          world.network().ended(each.process);
        });
    running = Optional.empty();
  }

  @Override
  public void rebuild() {
    running.filter(each -> !each.closing).ifPresent(Running::rebuild);
  }

  @Override
  public boolean isClosing() {
    return running.filter(each -> each.closing).isPresent();
  }

  /** What a master's client makes of the answer. */
  public static TransportException refusal(Problem problem) {
    if (problem.type() == ProblemType.STALE_EPOCH) {
      return new TransportException.Stale((long) problem.members().get("epoch"));
    }
    if (problem.type() == ProblemType.OTHER_LOG) {
      return new TransportException.OtherLog(problem.detail());
    }
    return problem.type().status() == 409
        ? new TransportException.Diverged(problem.detail())
        : new TransportException("answered %d".formatted(problem.type().status()));
  }

  /** One start of it. */
  private final class Running implements Answering, ReplicaMetrics {
    private final SimulatedProcess process;
    private final DurableLog log;
    private final Storage storage;
    private SecondaryRole role;
    private boolean closing;

    Running(SimulatedProcess process, Storage storage) {
      this.process = process;
      this.storage = storage;
      this.log = new DurableLog(storage);
      build();
    }

    private void build() {
      GapBuffer gap = new GapBuffer(storage, GAP_MESSAGES, GAP_BYTES);
      ElectedNode.Data data = new ElectedNode.Data(log, gap, new MajorityLog(log), SetAside.NONE);
      role = new SecondaryRole(name, process.name(), data, this);
    }

    void rebuild() {
      world.trace().add("close the role of " + process);
      closing = true;
      process.start(
          "close",
          () -> {
            role.close();
            build();
            closing = false;
            world.trace().add("built the role of " + process + " anew");
          });
    }

    @Override
    public ReplicaStatus status(OptionalLong at) {
      return role.status(at);
    }

    @Override
    public DeliveryAck deliver(byte[] body) throws TransportException {
      return switch (role.accept(DeliveryCodec.decode(body))) {
        case Stored stored -> new DeliveryAck(stored.messages(), stored.buffered(), role.run());
        case Refused refused -> throw refusal(refused.problem());
      };
    }

    @Override
    public List<LogEntry> entries(long from, int limit) {
      return log.batch(from, limit, ENTRY_BYTES);
    }

    @Override
    public NodeHealth health() {
      LogFacts facts = log.facts();
      return new NodeHealth(
          "secondary", role.id(), role.run(), facts.logId().orElse(null), facts.epoch());
    }

    @Override
    public void stored(int messages, long appended, long nanos) {
      LogFacts facts = log.facts();
      world
          .trace()
          .add(
              "%s stored %d messages, and shows %d of %s e%d"
                  .formatted(
                      process,
                      messages,
                      log.length(),
                      facts.logId().orElse("no log"),
                      facts.epoch()));
    }

    @Override
    public void refused(Problem problem) {
      world.trace().add("%s refused: %s".formatted(process, problem.type()));
    }
  }
}
