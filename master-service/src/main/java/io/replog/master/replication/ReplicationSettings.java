package io.replog.master.replication;

/**
 * The bounds of replication to one secondary.
 *
 * @param window of requests under way
 * @param maxBytes of the entries in one request, unless a single one is larger
 */
public record ReplicationSettings(DeliveryPlan.Window window, long maxBytes) {

  public static ReplicationSettings of(
      int usual,
      int most,
      int messages,
      long spacingNanos,
      long gatherNanos,
      double yield,
      long maxBytes) {
    return new ReplicationSettings(
        new DeliveryPlan.Window(usual, most, messages, spacingNanos, gatherNanos, yield), maxBytes);
  }
}
