package io.replog.log;

import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.StorageException;

/**
 * Where messages go that no majority held, before a node removes them from its log. Nothing is ever
 * deleted there.
 */
@FunctionalInterface
public interface SetAside {

  /**
   * Keeps {@code entries}, which are on the disk when this returns. A repeated call with the same
   * log, epoch, order and messages replaces what an interrupted one left. With other messages it
   * keeps both: a take-over cuts, fetches others under the same tail, and may end then, and what it
   * fetched may be cut at the same order.
   *
   * @param logId the log that they are cut from
   * @param epoch of the last master that wrote to them
   * @param from the order of the first of them
   * @throws StorageException if they cannot be kept, or there is no more room; then nothing may be
   *     removed
   */
  void keep(String logId, long epoch, long from, Cursor entries);

  /** Keeps what {@code log} has from the order {@code from} on; see {@link #keep}. */
  default void keepEnd(DurableLog log, long from) {
    LogFacts facts = log.facts();
    try (Cursor end = log.read(from, log.length())) {
      keep(facts.logId().orElseThrow(), facts.tail().epoch(), from, end);
    }
  }

  /** Of a node that is never told to cut. */
  SetAside NONE =
      (logId, epoch, from, entries) -> {
        throw new StorageException("this node has no place to set messages aside");
      };
}
