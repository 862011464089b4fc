package io.replog.http.body;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.http.problem.ProblemException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Bodies that are read at the same time share a budget, and only what is taken counts. */
class BodyBudgetInterleavingsTest {

  @Test
  void whatIsTakenNeverExceedsTheBudgetAndIsGivenBackWhole() {
    Interleavings.all(
        () -> {
          BodyBudget budget = shared(new BodyBudget(10));
          Runnable reader =
              () -> {
                if (takes(budget, 6)) {
                  must("within the budget", () -> budget.taken() <= 10);
                  budget.giveBack(6);
                }
              };
          sideBySide(reader, reader);
          must("all is given back", () -> budget.taken() == 0);
        });
  }

  @Test
  void bodyThatFitsIsNotRefusedForOneThatWasRefused() {
    Interleavings.all(
        () -> {
          BodyBudget budget = shared(new BodyBudget(10));
          AtomicBoolean fits = new AtomicBoolean();
          sideBySide(() -> takes(budget, 11), () -> fits.set(takes(budget, 4)));
          must("4 of 10 fit", fits::get);
        });
  }

  private static boolean takes(BodyBudget budget, long bytes) {
    try {
      budget.take(bytes);
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }
}
