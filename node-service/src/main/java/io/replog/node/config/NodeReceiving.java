package io.replog.node.config;

import io.replog.core.ElectedNode;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import io.replog.secondary.role.Receiving;
import java.util.OptionalLong;

/** A node takes deliveries of whoever is master, in either role. */
record NodeReceiving(ElectedNode node) implements Receiving {

  @Override
  public DeliveryOutcome accept(Delivery delivery) {
    return node.accept(delivery);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) {
    return node.status(at);
  }

  @Override
  public String run() {
    return node.identity().run();
  }

  /** The master's heartbeats find this node by themselves. */
  @Override
  public void announce() {}
}
