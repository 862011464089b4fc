package io.replog.core.fakes;

import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;

/** A secondary that never answers, unless a test overrides that. */
public class SilentClient implements SecondaryClient {

  @Override
  public NodeHealth health() throws TransportException {
    throw new TransportException("no answer");
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws TransportException {
    throw new TransportException("no answer");
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws TransportException {
    throw new TransportException("no answer");
  }

  @Override
  public List<LogEntry> entries(long from, int limit) throws TransportException {
    throw new TransportException("no answer");
  }

  @Override
  public void abort() {}

  @Override
  public void close() {}
}
