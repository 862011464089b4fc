package io.replog.simulation.network;

import io.replog.master.membership.HealthProbe;
import io.replog.master.replication.LinkException;
import io.replog.master.replication.SecondaryLink;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.simulation.threads.SimulatedProcess;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The way from one process of a master to one secondary. */
public final class SimulatedLink implements SecondaryLink, HealthProbe {

  private final Network network;
  private final SimulatedProcess from;
  private final String to;
  private final Set<Packet> underWay = new LinkedHashSet<>();

  public SimulatedLink(Network network, SimulatedProcess from, String to) {
    this.network = network;
    this.from = from;
    this.to = to;
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws LinkException {
    String what = at.isPresent() ? "status at " + at.getAsLong() : "status";
    return (ReplicaStatus) call(what, false, node -> node.status(at));
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws LinkException {
    byte[] body = DeliveryCodec.encode(delivery);
    return (DeliveryAck) call(describe(delivery), false, node -> node.deliver(body));
  }

  private static String describe(Delivery delivery) {
    List<LogEntry> entries = delivery.entries();
    String orders =
        entries.isEmpty()
            ? "nothing"
            : entries.getFirst().order() + ".." + entries.getLast().order();
    return "deliver e" + delivery.epoch() + " " + orders;
  }

  @SuppressWarnings("unchecked")
  List<LogEntry> entries(long first, int limit) throws LinkException {
    return (List<LogEntry>)
        call("entries from " + first, false, node -> node.entries(first, limit));
  }

  @Override
  public Report ask() throws IOException {
    try {
      return (Report) call("health", true, Answering::health);
    } catch (LinkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Object call(String what, boolean background, Question<?> question) throws LinkException {
    Packet packet = network.send(from, to, what, background, question);
    underWay.add(packet);
    try {
      return packet.await();
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
    abort();
  }
}
