package io.replog.master.replication;

import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;

/**
 * The way to one secondary. Called from many threads at a time; every call may block until its
 * timeout. A call that fails may have had its effect all the same: repeating it is always safe.
 */
public interface SecondaryLink extends AutoCloseable {

  /**
   * Asks how far the secondary is, with the checksum of its first {@code at} entries, or of all.
   */
  ReplicaStatus status(OptionalLong at) throws LinkException;

  /** Delivers; the answer says what is on the secondary's disk. */
  DeliveryAck deliver(Delivery delivery) throws LinkException;

  /** Ends every call that is under way. */
  void abort();

  @Override
  void close();
}
