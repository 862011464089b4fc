package io.replog.secondary.reading;

import io.replog.core.voting.NodeFacts;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.storage.Commit;
import java.util.Optional;

/**
 * Keeps how much of the log readers were shown, so that a node that starts again shows as much at
 * once: a majority held it, so no failover has taken it back. What was shown in the last moment
 * before the process was killed may be missing until the node hears of its master.
 *
 * <p>Safe for any thread.
 */
public final class ShownBefore {

  private static final String META = NodeFacts.SHOWN;

  private final DurableLog log;
  private final MajorityLog majority;
  private String kept = "";

  public ShownBefore(DurableLog log, MajorityLog majority) {
    this.log = log;
    this.majority = majority;
  }

  /** Shows what was kept, if it is of this log. */
  public void restore() {
    Optional<String> stored = log.meta(META);
    Optional<String> logId = log.facts().logId();
    if (stored.isPresent() && logId.isPresent()) {
      String prefix = logId.get() + " ";
      if (stored.get().startsWith(prefix)) {
        majority.advance(Long.parseLong(stored.get().substring(prefix.length())));
      }
    }
  }

  /** Keeps what is shown now, if that has changed. */
  public synchronized void keep() {
    Optional<String> logId = log.facts().logId();
    if (logId.isEmpty() || majority.length() == 0 || log.failure().isPresent()) {
      return;
    }
    // Emptying replaces the id and ends the log in one commit, so this is never too long for the
    // id.
    String now = logId.get() + " " + majority.length();
    if (!now.equals(kept) && log.facts().logId().equals(logId)) {
      log.commit(new Commit().put(META, now));
      kept = now;
    }
  }
}
