package io.replog.core.replication;

import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.membership.Membership;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.core.progress.Window;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.Threads;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import java.util.Optional;

/**
 * What the parts of one master share.
 *
 * @param mandate of an elected master; empty for a fixed one
 */
public record Reign(
    DurableLog log,
    Mode mode,
    Membership membership,
    PendingWrites writers,
    Window window,
    MasterMetrics metrics,
    Threads threads,
    Optional<Mandate> mandate) {

  /** A node has stored more messages: more of them may be held by a majority now. */
  public void progressed() {
    mandate.ifPresent(this::progressed);
  }

  private void progressed(Mandate elected) {
    Electorate electorate = elected.electorate();
    long held = electorate.heldByMajority(log.length(), this::acknowledged);
    if (elected.majority().advance(held)) {
      membership.members().stream()
          .filter(each -> !electorate.isMajority(each.id()::equals))
          .forEach(each -> each.progress().news(System.nanoTime()));
    }
    electorate.progressed(
        this::acknowledged, id -> membership.counting(id).flatMap(Secondary::storedVoters));
  }

  private long acknowledged(String id) {
    return membership.counting(id).map(Secondary::acknowledged).orElse(0L);
  }
}
