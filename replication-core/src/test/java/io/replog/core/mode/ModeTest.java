package io.replog.core.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.fakes.BrokenLogger;
import io.replog.log.storage.StorageException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ModeTest {

  private Optional<StorageException> storageFailure = Optional.empty();
  private boolean quorum = true;
  private final Mode mode = new Mode(() -> storageFailure, () -> quorum);

  @Test
  void masterEndsAndReleasesItsWritersThoughNothingCanBeLogged() {
    for (boolean fenced : new boolean[] {true, false}) {
      Mode mode = new Mode(() -> storageFailure, () -> quorum);
      AtomicBoolean released = new AtomicBoolean();
      mode.onEnd(() -> released.set(mode.hasEnded()));
      Runnable end =
          fenced ? () -> mode.fence(7) : () -> mode.breakDown(new AssertionError("broken"));
      BrokenLogger.during(end::run, Mode.class);
      assertThat(released).isTrue();
      assertThat(mode.isFenced()).isEqualTo(fenced);
      assertThat(mode.isBroken()).isEqualTo(!fenced);
    }
  }

  @Test
  void newMasterTakesNothingUntilItsLogIsUp() {
    assertMode("recovering", ProblemType.RECOVERING);
    assertThat(mode.fault()).isPresent();

    mode.recovering("3 of 5 messages");
    assertThat(mode.closed().orElseThrow().detail()).contains("3 of 5 messages");

    mode.recovered();
    assertOpen();
  }

  @Test
  void g7_fencedMasterNeverTakesAMessageAgain() {
    mode.recovered();

    mode.fence(7);

    assertThat(mode.isFenced()).isTrue();
    assertMode("fenced", ProblemType.FENCED);
    assertThat(mode.closed().orElseThrow().detail()).contains("7");
    assertThat(mode.fault()).isPresent();
    mode.recovered();
    assertMode("fenced", ProblemType.FENCED);
  }

  @Test
  void newestEpochIsTheOneThatIsSaid() {
    mode.fence(7);
    mode.fence(5);

    assertThat(mode.closed().orElseThrow().detail()).contains("7");
  }

  @Test
  void missingQuorumMakesTheMasterReadOnlyUntilItIsBackAndIsNoFaultOfTheNode() {
    mode.recovered();

    quorum = false;
    assertMode("read-only", ProblemType.NO_QUORUM);
    assertThat(mode.fault()).isEmpty();

    quorum = true;
    assertOpen();
  }

  @Test
  void g1_diskThatFailedOnceIsWrittenToNoMore() {
    mode.recovered();

    storageFailure = Optional.of(new StorageException("disk full"));

    assertMode("read-only", ProblemType.STORAGE);
    assertThat(mode.closed().orElseThrow().detail()).isEqualTo("disk full");
    assertThat(mode.fault()).hasValue("disk full");
  }

  @Test
  void nodeThatGoesDownTakesNothing() {
    mode.recovered();

    mode.shutDown();

    assertMode("read-only", ProblemType.SHUTTING_DOWN);
  }

  @Test
  void fencingIsSaidBeforeAnythingElse() {
    mode.fence(7);
    mode.shutDown();
    storageFailure = Optional.of(new StorageException("disk full"));
    quorum = false;

    assertMode("fenced", ProblemType.FENCED);
  }

  private void assertOpen() {
    assertThat(mode.closed()).isEmpty();
    assertThat(mode.label()).isEqualTo("read-write");
    assertThat(mode.fault()).isEmpty();
  }

  private void assertMode(String label, ProblemType type) {
    assertThat(mode.label()).isEqualTo(label);
    assertThat(mode.closed().map(Problem::type)).hasValue(type);
  }
}
