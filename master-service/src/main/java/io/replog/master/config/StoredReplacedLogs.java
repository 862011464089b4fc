package io.replog.master.config;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.master.replication.ReplacedLogs;
import java.util.ArrayList;
import java.util.List;

/** {@link ReplacedLogs} beside the log, with a copy in memory: every delivery carries them. */
public final class StoredReplacedLogs implements ReplacedLogs {

  /** A secondary that was away for more emptyings than this is reported as holding another log. */
  private static final int MAX = 1000;

  private static final String PREFIX = "replaced/";

  private final DurableLog log;
  private volatile List<String> ids;

  StoredReplacedLogs(DurableLog log) {
    this.log = log;
    this.ids = log.metaUnder(PREFIX).values().stream().toList();
  }

  @Override
  public List<String> ids() {
    return ids;
  }

  /** Empties the log, which goes on under the id {@code fresh}. Only while nothing is appended. */
  public void emptyLog(String fresh) {
    String old = log.identity().logId().orElseThrow();
    List<String> more = new ArrayList<>(ids);
    more.add(old);
    Commit commit = new Commit().clear().put(LogIdentity.LOG_ID_KEY, fresh);
    commit.put(key(more.size()), old);
    log.commit(commit);
    ids = List.copyOf(more.subList(Math.max(0, more.size() - MAX), more.size()));
  }

  private static String key(int number) {
    return PREFIX + "%08d".formatted(number);
  }
}
