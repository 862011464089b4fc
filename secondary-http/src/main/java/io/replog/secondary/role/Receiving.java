package io.replog.secondary.role;

import io.replog.core.replica.DeliveryOutcome;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;

/** What takes a master's deliveries on this node. Safe for any thread. */
public interface Receiving {

  /** See {@link io.replog.core.replica.Replica#accept}. */
  DeliveryOutcome accept(Delivery delivery);

  /** This node's status, with the checksum of its log before the order {@code at}. */
  ReplicaStatus status(OptionalLong at);

  /** Names this process among all the starts of the node. */
  String run();

  /** This node can be reached again: tells the master, where it knows one to tell. */
  void announce();
}
