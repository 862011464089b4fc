package io.replog.model;

/**
 * A secondary's answer to a delivery that it stored.
 *
 * @param status always {@code ACK}
 * @param messages length of its prefix: everything below is on its disk
 * @param buffered how many messages it holds beyond a gap
 */
public record DeliveryAck(String status, long messages, long buffered) {

  public DeliveryAck(long messages, long buffered) {
    this("ACK", messages, buffered);
  }
}
