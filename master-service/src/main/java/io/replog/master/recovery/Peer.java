package io.replog.master.recovery;

import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** A secondary, as a starting master sees it. Calls may block until their timeout. */
public interface Peer {

  /** What to call it in logs. */
  String name();

  /** How far it is, with the checksum of its first {@code at} entries, or of all. */
  ReplicaStatus status(OptionalLong at) throws IOException;

  /**
   * Tells it of a new master, by a delivery without entries. Once it has agreed it refuses every
   * older master.
   *
   * @return the epoch that it knows, if that is why it refused; empty if it agreed
   * @throws IOException if it gave no usable answer, or refused for another reason
   */
  OptionalLong announce(Delivery greeting) throws IOException;

  /** Entries from {@code from} on, at most {@code limit}. */
  List<LogEntry> entries(long from, int limit) throws IOException;
}
