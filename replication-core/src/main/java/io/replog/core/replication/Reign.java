package io.replog.core.replication;

import io.replog.core.acknowledgement.PendingWrites;
import io.replog.core.membership.Membership;
import io.replog.core.mode.Mode;
import io.replog.core.progress.Window;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.Threads;
import io.replog.log.DurableLog;

/** What the parts of one master share. */
public record Reign(
    DurableLog log,
    Mode mode,
    Membership membership,
    PendingWrites writers,
    Window window,
    MasterMetrics metrics,
    Threads threads) {}
