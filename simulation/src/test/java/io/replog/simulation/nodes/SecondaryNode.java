package io.replog.simulation.nodes;

import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.storage.Storage;
import io.replog.master.membership.HealthProbe;
import io.replog.master.replication.LinkException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.secondary.replica.DeliveryOutcome.Refused;
import io.replog.secondary.replica.DeliveryOutcome.Stored;
import io.replog.secondary.replica.Replica;
import io.replog.secondary.replica.ReplicaEvents;
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
        new SimulatedProcess(world.scheduler(), "%s.%02d".formatted(name, ++starts));
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

  /** One start of it. */
  private final class Running implements Answering, ReplicaEvents {
    private final SimulatedProcess process;
    private final DurableLog log;
    private final Replica replica;

    Running(SimulatedProcess process, Storage storage) {
      this.process = process;
      this.log = new DurableLog(storage);
      this.replica = new Replica(log, new GapBuffer(storage, GAP_MESSAGES, GAP_BYTES), this);
    }

    @Override
    public ReplicaStatus status(OptionalLong at) {
      return replica.status(name, process.name(), at);
    }

    @Override
    public DeliveryAck deliver(byte[] body) throws LinkException {
      return switch (replica.accept(DeliveryCodec.decode(body))) {
        case Stored stored -> new DeliveryAck(stored.messages(), stored.buffered(), process.name());
        case Refused refused -> throw refusal(refused.problem());
      };
    }

    /** What a master's link makes of the answer. */
    private static LinkException refusal(Problem problem) {
      if (problem.type() == ProblemType.STALE_EPOCH) {
        return new LinkException.Stale((long) problem.members().get("epoch"));
      }
      if (problem.type() == ProblemType.OTHER_LOG) {
        return new LinkException.OtherLog(problem.detail());
      }
      return problem.type().status() == 409
          ? new LinkException.Diverged(problem.detail())
          : new LinkException("answered %d".formatted(problem.type().status()));
    }

    @Override
    public List<LogEntry> entries(long from, int limit) {
      return log.batch(from, limit, ENTRY_BYTES);
    }

    @Override
    public HealthProbe.Report health() {
      return new HealthProbe.Report(
          disk.hasFailed() ? "DOWN" : "UP",
          "secondary",
          name,
          process.name(),
          log.identity().logId().orElse(null),
          log.identity().epoch(),
          log.length());
    }

    @Override
    public void stored(Delivery delivery, Stored outcome, long nanos) {
      String held = outcome.messages() + " + " + outcome.buffered();
      world.trace().add(process + " stored e" + delivery.epoch() + ", holds " + held);
    }

    @Override
    public void refused(Delivery delivery, Problem problem) {
      world.trace().add("%s refused e%d: %s".formatted(process, delivery.epoch(), problem.type()));
    }

    @Override
    public void emptied(String before, Delivery delivery) {
      world.trace().add("%s gives up the log %s, empty as it is".formatted(process, before));
    }

    @Override
    public void newEpoch(long epoch) {
      world.trace().add("%s heard epoch %d".formatted(process, epoch));
    }
  }
}
