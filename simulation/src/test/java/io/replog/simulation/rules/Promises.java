package io.replog.simulation.rules;

import io.replog.model.LogId;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * Which acknowledged messages the fault model promises to keep: those that every take-over by
 * another process, of the same epoch or a later one, had on its own disk or was certain to find. It
 * was, if it reached {@code secondaries - w + 2} of the secondaries, where each secondary that lost
 * its disk meanwhile counts as one that did not hold the message. A take-over of another log must
 * have begun after the message was acknowledged: what comes later is added beside it, not behind its
 * back, and a person chooses between the two.
 */
public final class Promises implements RunningMaster.Listener {

  private record TakeOver(
      SimulatedProcess by,
      String logId,
      long epoch,
      List<Long> checksums,
      int reached,
      long begun,
      long step) {

    boolean isBeside(Acknowledged message) {
      return !LogId.sameLineage(logId, message.logId()) && begun <= message.ended();
    }

    boolean had(Acknowledged message) {
      return message.order() < checksums.size()
          && checksums.get((int) message.order()) == message.checksum();
    }
  }

  private final Ledger ledger;
  private final Trace trace;
  private final int secondaries;
  private final List<TakeOver> takeOvers = new ArrayList<>();

  public Promises(Ledger ledger, Trace trace, int secondaries) {
    this.ledger = ledger;
    this.trace = trace;
    this.secondaries = secondaries;
  }

  @Override
  public void tookOver(RunningMaster master, long begun, int reached) {
    List<Long> checksums = new ArrayList<>();
    for (long order = 0; order < master.lengthAtStart(); order++) {
      checksums.add(ledger.entry(master.disk(), order).orElseThrow().checksum());
    }
    trace.add("%s reached %d of %d".formatted(master.process(), reached, secondaries));
    takeOvers.add(
        new TakeOver(
            master.process(),
            master.logId(),
            master.epoch(),
            checksums,
            reached,
            begun,
            trace.step()));
  }

  /** {@code surviving}: the master whose log goes on. */
  boolean cover(Acknowledged message, SimulatedProcess surviving) {
    return takeOvers.stream()
        .filter(each -> each.by() != message.by())
        .filter(each -> each.by() == surviving || each.epoch() >= message.epoch())
        .allMatch(each -> keeps(each, message));
  }

  /** Whether the log that goes on would lack it, had not a take-over found it on a secondary. */
  boolean hadToBeFound(Acknowledged message, SimulatedProcess surviving) {
    return takeOvers.stream()
        .filter(each -> each.by() != message.by())
        .filter(each -> each.by() == surviving || each.epoch() >= message.epoch())
        .anyMatch(each -> !each.had(message));
  }

  public int takeOvers() {
    return takeOvers.size();
  }

  private boolean keeps(TakeOver takeOver, Acknowledged message) {
    if (takeOver.had(message)) {
      return true;
    }
    if (takeOver.isBeside(message)) {
      return false;
    }
    int lost =
        ledger.lossesBetween(
            Math.min(message.begun(), takeOver.step()), Math.max(message.ended(), takeOver.step()));
    return takeOver.reached() >= secondaries - (message.w() - lost) + 2;
  }
}
