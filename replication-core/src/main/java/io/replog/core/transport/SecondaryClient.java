package io.replog.core.transport;

import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;

/**
 * The port to one secondary. Many threads call it at a time; every call may block until its
 * timeout. A call that fails may have had its effect all the same: repeating it is always safe. An
 * implementation validates every answer, so that no caller meets a missing or an impossible value.
 */
public interface SecondaryClient extends AutoCloseable {

  /** The node's health. */
  NodeHealth health() throws TransportException;

  /** Its status, with the checksum of its log before the order {@code at}, or of all of it. */
  ReplicaStatus status(OptionalLong at) throws TransportException;

  /**
   * Delivers; the answer says what is on the secondary's disk. A delivery without entries announces
   * the master: from the answer on, the secondary refuses every older master of this log.
   *
   * @throws TransportException.Stale if it has made this promise to a newer master, or to another
   *     one of this epoch
   */
  DeliveryAck deliver(Delivery delivery) throws TransportException;

  /** Entries from the order {@code from} on, at most {@code limit}. */
  List<LogEntry> entries(long from, int limit) throws TransportException;

  /** Aborts every call under way, with an exception. */
  void abort();

  /**
   * Aborts every call and refuses later ones: a closed role must not speak for the next one. Does
   * not block.
   */
  @Override
  void close();

  /** A delivery of {@code entries} in the name of the master that {@code master} describes. */
  static Delivery delivery(LogFacts master, List<LogEntry> entries) {
    return new Delivery(
        master.epoch(),
        master.claim(),
        master.logId().orElseThrow(),
        master.first(),
        master.base(),
        entries);
  }
}
