package io.replog.core.cluster;

import io.replog.core.replication.Attempts;
import io.replog.core.replication.LinkException;
import io.replog.core.replication.ReplicationEvents;
import io.replog.core.replication.ReplicationSettings;
import io.replog.core.replication.Replicator;
import io.replog.core.replication.SecondaryLink;
import io.replog.log.DurableLog;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** A replicator whose secondary never answers. */
record IdleReplicator(Replicator.Target target, DurableLog log)
    implements SecondaryLink, Attempts, ReplicationEvents {

  Replicator replicator() {
    return new Replicator(
        target,
        this,
        this,
        log,
        List::of,
        ReplicationSettings.of(1, 1, 1, 1, 1, 1, 1),
        this,
        Runnable::run);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws LinkException {
    throw new LinkException("no answer");
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws LinkException {
    throw new LinkException("no answer");
  }

  @Override
  public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
    throw new InterruptedException("closed");
  }

  @Override
  public void abort() {}

  @Override
  public void wake() {}

  @Override
  public void close() {}

  @Override
  public void connected(String secondary, long prefix, long lag) {}

  @Override
  public void sent(String secondary, Delivery delivery) {}

  @Override
  public void acknowledged(String secondary, Delivery delivery, DeliveryAck ack, long nanos) {}

  @Override
  public void failed(String secondary, String reason) {}

  @Override
  public void diverged(String secondary, String reason) {}
}
