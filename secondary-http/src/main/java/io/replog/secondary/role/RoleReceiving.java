package io.replog.secondary.role;

import io.replog.core.SecondaryRole;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;

/** A secondary takes deliveries as long as it runs. */
public record RoleReceiving(SecondaryRole secondary) implements Receiving {

  @Override
  public DeliveryOutcome accept(Delivery delivery) {
    return secondary.accept(delivery);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) {
    return secondary.status(at);
  }

  @Override
  public String run() {
    return secondary.run();
  }

  @Override
  public void announce() {
    secondary.announce();
  }
}
