package io.replog.core.mode;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several connections may hear of newer masters at a time, and the log be recovered meanwhile. */
class ModeInterleavingsTest {

  @Test
  void g7_theNewestMasterIsTheOneThatIsNamed() {
    Interleavings.all(
        () -> {
          Mode mode = shared(recovered());
          sideBySide(() -> mode.fence(7), () -> mode.fence(9));
          must("fenced", mode::isFenced);
          must("by the newest", () -> mode.closed().orElseThrow().detail().contains("epoch 9"));
        });
  }

  @Test
  void whoIsRefusedWhileTheLogIsRecoveredIsToldSo() {
    Interleavings.all(
        () -> {
          Mode mode = shared(new Mode(Optional::empty, () -> true));
          sideBySide(
              mode::recovered,
              () ->
                  mode.closed()
                      .ifPresent(why -> must("a reason", () -> !why.detail().contains("null"))));
        });
  }

  private static Mode recovered() {
    Mode mode = new Mode(Optional::empty, () -> true);
    mode.recovered();
    return mode;
  }
}
