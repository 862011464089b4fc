package io.replog.log.storage;

import io.replog.model.LogEntry;
import java.util.Iterator;

/**
 * Entries in order, read as they are asked for. Used by one thread, and closed by it; reading may
 * throw {@link StorageException} when the disk gives back other bytes than were stored.
 */
public interface Cursor extends Iterator<LogEntry>, AutoCloseable {
  @Override
  void close();
}
