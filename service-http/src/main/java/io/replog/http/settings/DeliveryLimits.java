package io.replog.http.settings;

/**
 * Bounds of the settings for deliveries on both nodes: within them, no secondary refuses a delivery
 * for its size.
 */
public final class DeliveryLimits {

  /** Upper bound of {@code replog.limits.message}. */
  public static final String MAX_MESSAGE = "16MB";

  /** The upper bound of a master's {@code replog.replication.batch-size}. */
  public static final String MAX_BATCH_SIZE = "8MB";

  /** The upper bound of a master's {@code replog.replication.batch-messages}. */
  public static final String MAX_BATCH_MESSAGES = "10000";

  /**
   * The lower bound of a secondary's {@code replog.delivery.body}: the largest message, or the
   * largest batch, and room for the frame around it.
   */
  public static final String MIN_BODY = "17MB";

  /** The lower bound of a secondary's {@code replog.delivery.messages}. */
  public static final String MIN_MESSAGES = MAX_BATCH_MESSAGES;

  private DeliveryLimits() {}
}
