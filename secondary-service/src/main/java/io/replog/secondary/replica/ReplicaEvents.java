package io.replog.secondary.replica;

import io.replog.model.Delivery;
import io.replog.model.Problem;

/** Hears what happens to deliveries. Called while the log is locked: must be quick. */
public interface ReplicaEvents {

  void stored(Delivery delivery, DeliveryOutcome.Stored outcome, long nanos);

  void refused(Delivery delivery, Problem problem);

  /** This node gave up the log {@code before} for the one of the delivery. */
  void emptied(String before, Delivery delivery);

  void newEpoch(long epoch);
}
