package io.replog.http.startup;

/**
 * What masters may send in one delivery and what every secondary takes, whatever both are
 * configured to: with these bounds no delivery is refused for its size, for ever.
 */
public final class DeliveryLimits {

  /** The largest message that a node can be configured to take. */
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
