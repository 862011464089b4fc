package io.replog.core.fakes;

import io.replog.core.acknowledgement.Acknowledgements;
import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.Membership;
import io.replog.core.mode.Mode;
import io.replog.core.progress.Window;
import io.replog.core.replication.Reign;
import io.replog.log.DurableLog;
import java.time.Duration;
import java.util.Optional;

/** What a master has around its replicators. */
public final class Reigning {

  private static final long PATIENCE = Duration.ofHours(1).toNanos();

  public final FakeMetrics metrics = new FakeMetrics();
  public final TestThreads threads = new TestThreads();
  public final Mode mode;
  public final Membership membership;
  public final PendingWrites pending;
  public final Reign reign;

  public Reigning(DurableLog log, Window window) {
    mode = new Mode(log::failure, () -> true);
    membership =
        new Membership("master", log, new Patience(PATIENCE, PATIENCE), window, System::nanoTime);
    Acknowledgements acknowledgements = new Acknowledgements("master", membership::counting);
    pending = new PendingWrites(acknowledgements, mode::hasEnded, 1_000);
    reign = new Reign(log, mode, membership, pending, window, metrics, threads, Optional.empty());
    mode.recovered();
    mode.onEnd(pending::abandon);
  }
}
