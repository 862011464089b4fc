package io.replog.master.append;

import io.replog.model.LogEntry;
import java.util.List;

/** Hears what the appender does, on its thread: must be quick. */
public interface AppendEvents {

  /** {@code entries} are on the disk; this took {@code nanos} for {@code requests} requests. */
  void stored(List<LogEntry> entries, int requests, long nanos);

  /** The disk refused a group. */
  void storageFailed(int requests, String reason);
}
