package io.replog.core.fakes;

import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;

/** A node in memory, with its secondary's role and ways to it that are as short as can be. */
public final class LocalNode {

  public final String id;
  public final MemoryStorage storage = new MemoryStorage();
  public final DurableLog log = new DurableLog(storage);
  private volatile SecondaryRole role;
  private int runs;
  private volatile boolean away;

  public LocalNode(String id) {
    this.id = id;
  }

  /** Begins a secondary's role over this node's log. */
  public synchronized SecondaryRole begin() {
    runs++;
    role =
        new SecondaryRole(
            id,
            "run " + runs,
            new ElectedNode.Data(
                log, new GapBuffer(storage, 100, 1 << 20), new MajorityLog(log), SetAside.NONE),
            new NoMetrics());
    return role;
  }

  /** Answers nothing until it is back. */
  public void away(boolean now) {
    away = now;
  }

  /** A way to this node. */
  public SecondaryClient client() {
    return new Client();
  }

  private final class Client extends SilentClient {
    private volatile boolean closed;

    private SecondaryRole role() throws TransportException {
      if (closed || away || role == null) {
        throw new TransportException("no answer");
      }
      return role;
    }

    @Override
    public NodeHealth health() throws TransportException {
      SecondaryRole there = role();
      LogFacts facts = log.facts();
      return new NodeHealth(
          "secondary", there.id(), there.run(), facts.logId().orElse(null), facts.epoch());
    }

    @Override
    public ReplicaStatus status(OptionalLong at) throws TransportException {
      return role().status(at);
    }

    @Override
    public DeliveryAck deliver(Delivery delivery) throws TransportException {
      SecondaryRole there = role();
      return switch (there.accept(delivery)) {
        case DeliveryOutcome.Stored stored ->
            new DeliveryAck(stored.messages(), stored.buffered(), there.run());
        case DeliveryOutcome.Refused refused -> throw failure(refused.problem());
      };
    }

    @Override
    public List<LogEntry> entries(long from, int limit) throws TransportException {
      role();
      return log.batch(from, limit, 1 << 20);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** What a client makes of a refusal. */
  static TransportException failure(Problem problem) {
    return switch (problem.type()) {
      case STALE_EPOCH -> new TransportException.Stale((Long) problem.members().get("epoch"));
      case OTHER_LOG -> new TransportException.OtherLog(problem.detail());
      case DIVERGED, ORDER_CONFLICT, ID_CONFLICT ->
          new TransportException.Diverged(problem.detail());
      default -> new TransportException(problem.detail());
    };
  }

  private static final class NoMetrics implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }
}
