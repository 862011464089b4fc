package io.replog.secondary.faults;

import io.replog.core.replica.DeliveryOutcome;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.model.Delivery;
import io.replog.model.ProblemType;
import io.replog.secondary.role.Receiving;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A secondary with injected delays and faults. Safe for any thread. */
public final class FaultySecondary {

  private final Receiving receiving;
  private final Shutdown shutdown;
  private final RandomGenerator random;
  private volatile Faults faults;

  public FaultySecondary(
      Receiving receiving, Shutdown shutdown, RandomGenerator random, Faults faults) {
    this.receiving = receiving;
    this.shutdown = shutdown;
    this.random = random;
    this.faults = faults;
  }

  public Faults faults() {
    return faults;
  }

  public void set(Faults faults) {
    this.faults = faults;
  }

  /** Ends the request if this node is offline. */
  public void checkOnline() {
    if (faults.offline()) {
      throw new ProblemException(ProblemType.OFFLINE, "faults: offline");
    }
  }

  public DeliveryOutcome accept(Delivery delivery) throws InterruptedException {
    checkOnline();
    if (delivery.entries().isEmpty()) {
      return receiving.accept(delivery); // An announcement has no message to delay or fail.
    }
    Faults now = faults;
    pause(now.pause(random));
    if (now.failsBefore(random)) {
      throw new ProblemException(ProblemType.FAULT_INJECTED, "faults: error_before");
    }
    DeliveryOutcome outcome = receiving.accept(delivery);
    if (now.failsAfter(random)) {
      throw new ProblemException(ProblemType.FAULT_INJECTED, "faults: error_after");
    }
    return outcome;
  }

  private void pause(Duration time) throws InterruptedException {
    if (!time.isZero() && shutdown.awaitBegin(time)) {
      throw new ProblemException(ProblemType.SHUTTING_DOWN, "this node is shutting down");
    }
  }
}
