package io.replog.simulation.network;

import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.TransportException;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;

/** A running secondary, as it is asked by a master: what its controllers do in the service. */
public interface Answering {

  ReplicaStatus status(OptionalLong at);

  /** {@code body}: a delivery in its compact form. */
  DeliveryAck deliver(byte[] body) throws TransportException;

  List<LogEntry> entries(long from, int limit);

  NodeHealth health();
}
