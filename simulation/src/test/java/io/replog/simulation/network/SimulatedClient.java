package io.replog.simulation.network;

import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The way from one process of a master to one secondary. */
public final class SimulatedClient implements SecondaryClient {

  private final Network network;
  private final SimulatedProcess from;
  private final String to;
  private final Set<Packet> underWay = new LinkedHashSet<>();
  private boolean answered;
  private boolean failed;
  private boolean closed;

  public SimulatedClient(Network network, SimulatedProcess from, String to) {
    this.network = network;
    this.from = from;
    this.to = to;
  }

  /** Whether it answered whatever it was asked, and refused nothing. */
  public boolean wasReached() {
    return answered && !failed;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public NodeHealth health() throws TransportException {
    return call("health", true, Answering::health);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws TransportException {
    String what = at.isPresent() ? "status at " + at.getAsLong() : "status";
    return call(what, false, node -> node.status(at));
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws TransportException {
    byte[] body = DeliveryCodec.encode(delivery);
    return call(describe(delivery), false, node -> node.deliver(body));
  }

  private static String describe(Delivery delivery) {
    List<LogEntry> entries = delivery.entries();
    String orders =
        entries.isEmpty()
            ? "nothing"
            : entries.getFirst().order() + ".." + entries.getLast().order();
    return "deliver e" + delivery.epoch() + " " + orders;
  }

  @Override
  public List<LogEntry> entries(long first, int limit) throws TransportException {
    return call("entries from " + first, false, node -> node.entries(first, limit));
  }

  private <T> T call(String what, boolean background, Question<T> question)
      throws TransportException {
    if (closed) {
      throw new TransportException("the way is closed");
    }
    Packet packet = network.send(from, to, what, background, question);
    underWay.add(packet);
    try {
      @SuppressWarnings("unchecked")
      T answer = (T) packet.await();
      answered = true;
      return answer;
    } catch (TransportException e) {
      failed = true;
      throw e;
    } finally {
      underWay.remove(packet);
    }
  }

  @Override
  public void abort() {
    underWay.forEach(network::giveUp);
  }

  @Override
  public void close() {
    closed = true;
    abort();
  }
}
