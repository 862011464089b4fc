package io.replog.model;

/**
 * A secondary's answer to a delivery that it stored.
 *
 * @param status always {@code ACK}
 * @param messages length of its prefix: everything below is on its disk
 * @param buffered how many messages it holds beyond a gap
 * @param run the answering process, as in {@link ReplicaStatus#run}; null if unknown
 */
public record DeliveryAck(String status, long messages, long buffered, String run) {

  public DeliveryAck(long messages, long buffered, String run) {
    this("ACK", messages, buffered, run);
  }
}
