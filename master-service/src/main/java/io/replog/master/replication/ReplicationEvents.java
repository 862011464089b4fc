package io.replog.master.replication;

import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;

/** Hears what happens between the master and its secondaries. Any thread; must be quick. */
public interface ReplicationEvents {

  void connected(String secondary, long prefix, long lag);

  void sent(String secondary, Delivery delivery);

  void acknowledged(String secondary, Delivery delivery, DeliveryAck ack, long nanos);

  /** An attempt failed and will be repeated. */
  void failed(String secondary, String reason);

  void diverged(String secondary, String reason);
}
