package io.replog.simulation.failover;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.append.Draft;
import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.TransportException;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.StorageException;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import io.replog.model.WriteConcern;
import io.replog.simulation.network.Answering;
import io.replog.simulation.nodes.SecondaryNode;
import io.replog.simulation.nodes.Surroundings;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** A node that may be elected, from when it was built to when it is closed. */
final class RunningVoter implements Answering, ReplicaMetrics {

  private static final int GAP_MESSAGES = 100;
  private static final int GAP_BYTES = 1 << 20;
  private static final int ENTRY_BYTES = 1 << 20;

  private final VoterNode node;
  private final SimulatedProcess process;
  private final DurableLog log;
  private final Surroundings world;
  private final MajorityLog majority;
  private final ElectedNode elected;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private Optional<SimulatedReign> reign = Optional.empty();
  private OptionalLong term = OptionalLong.empty();
  private int reigns;
  private int ended;

  /** {@code log}: the one on the node's disk, used by nobody else. */
  RunningVoter(VoterNode node, SimulatedProcess process, DurableLog log, Surroundings world) {
    this.node = node;
    this.process = process;
    this.log = log;
    this.world = world;
    this.majority = new MajorityLog(log);
    this.elected =
        new ElectedNode(
            new ElectedNode.Identity(node.id(), process.name()),
            new ElectedNode.Data(
                log, new GapBuffer(log.storage(), GAP_MESSAGES, GAP_BYTES), majority, node.shelf()),
            new ElectedNode.Ports(this::master, this::grant, this, process));
  }

  private MasterRole master(Mandate mandate) {
    reign =
        Optional.of(new SimulatedReign(node, process.part("r" + ++reigns), log, world, mandate));
    return reign.get().role();
  }

  /** The election mostly confirms what it said. */
  private boolean grant(LogFacts taken) {
    Thread.yield();
    boolean granted = world.random().nextInt(10) > 0;
    world
        .trace()
        .add(
            "%s is %s epoch %d".formatted(process, granted ? "granted" : "refused", taken.epoch()));
    return granted;
  }

  /** {@code founders}: the voters, if this node founds the cluster. */
  void begin(List<Voter> founders) {
    process.start(
        "start",
        () -> {
          if (!founders.isEmpty()) {
            elected.found("the-log", founders);
          }
          elected.start();
          begun.complete(null);
        });
  }

  /** Ends the roles, but not the process; {@code then} is called when they have ended. */
  void close(Runnable then) {
    process.start(
        "close",
        () -> {
          begun.join();
          elected.close();
          look(Optional.empty());
          then.run();
        });
  }

  /** What the election says from now on: this node is the elected one, in {@code term}, or not. */
  void tell(OptionalLong newTerm) {
    term = newTerm;
    process.start(
        "election",
        () -> {
          OptionalLong present = term; // Two that are told at once tell the same.
          if (present.isPresent()) {
            elected.elected(present.getAsLong());
          } else {
            elected.deposed();
          }
        });
  }

  /** Looks, after each step, whether a reign has ended: it must be silent from then on. */
  void look() {
    look(elected.reigning());
  }

  private void look(Optional<MasterRole> now) {
    reign.filter(each -> now.filter(role -> role == each.role()).isEmpty()).ifPresent(this::ended);
  }

  private void ended(SimulatedReign over) {
    over.process().close();
    node.copies().reignEnded(over.process().name());
    reign = Optional.empty();
    ended++;
  }

  /** The master, where this node takes over or reigns. */
  Optional<MasterRole> role() {
    return elected.reigning();
  }

  boolean isOpen() {
    return role().filter(role -> role.mode().closed().isEmpty()).isPresent();
  }

  boolean isTakingOver() {
    return role().isPresent() && !isOpen();
  }

  /** Writes in a client's name; {@code done} hears of the outcome or of the failure. */
  void write(
      MasterRole role,
      List<Draft> drafts,
      WriteConcern concern,
      BiConsumer<WriteOutcome, Throwable> done) {
    process.start(
        "clients",
        () -> {
          var unused = role.write(drafts, concern, Optional.empty()).whenComplete(done);
        });
  }

  /** As master, begins to change the voters. */
  void changeVoters(MasterRole role, List<Voter> wanted) {
    process.start(
        "voters",
        () -> {
          try {
            role.voterChanges().begin(now -> wanted).ifPresent(refused -> add(refused.detail()));
          } catch (CompletionException e) {
            if (!(e.getCause() instanceof StorageException)) {
              throw e;
            }
            add(e.getCause().getMessage());
          }
        });
  }

  private void add(String why) {
    world.trace().add(process + " does not change the voters: " + why);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) {
    return elected.status(at);
  }

  @Override
  public DeliveryAck deliver(byte[] body) throws TransportException {
    return switch (elected.accept(DeliveryCodec.decode(body))) {
      case Stored stored -> new DeliveryAck(stored.messages(), stored.buffered(), process.name());
      case Refused refused -> throw SecondaryNode.refusal(refused.problem());
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
        "secondary", node.id(), process.name(), facts.logId().orElse(null), facts.epoch());
  }

  @Override
  public void stored(int messages, long appended, long nanos) {
    LogFacts facts = log.facts();
    world
        .trace()
        .add(
            "%s stored %d messages: holds %d, promised %s, marked %s"
                .formatted(process, messages, log.length(), facts.writer(), facts.tail()));
  }

  @Override
  public void refused(Problem problem) {
    world.trace().add("%s refused: %s".formatted(process, problem.detail()));
  }

  VoterNode node() {
    return node;
  }

  SimulatedProcess process() {
    return process;
  }

  DurableLog log() {
    return log;
  }

  /** What its readers see. */
  MajorityLog majority() {
    return majority;
  }

  /** How many of its reigns have ended. */
  int ended() {
    return ended;
  }
}
