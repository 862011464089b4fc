package io.replog.log.storage;

import io.replog.model.LogEntry;
import java.util.Iterator;

/**
 * Entries in order, read lazily. Used and closed by one thread; reading may throw {@link
 * StorageException} on damage.
 */
public interface Cursor extends Iterator<LogEntry>, AutoCloseable {
  @Override
  void close();
}
