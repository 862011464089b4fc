package io.replog.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Whatever both are configured to, a secondary takes the largest delivery of a master. */
class DeliveryLimitsTest {

  /** Longest texts that a delivery names: an id of 256 characters of four bytes, and a log id. */
  private static final int LONGEST_ID = 1024;

  @Test
  void largestMessageFitsIntoTheSmallestBound() {
    assertFits(1, LONGEST_ID, DataSize.parse(DeliveryLimits.MAX_MESSAGE));
  }

  @Test
  void largestBatchFitsIntoTheSmallestBound() {
    int messages = Integer.parseInt(DeliveryLimits.MAX_BATCH_MESSAGES);
    // The bound of a batch counts whole records, the ids included.
    DataSize each =
        DataSize.ofBytes(DataSize.parse(DeliveryLimits.MAX_BATCH_SIZE).toBytes() / messages);

    assertFits(messages, 36, each);
    assertThat(messages).isLessThanOrEqualTo(Integer.parseInt(DeliveryLimits.MIN_MESSAGES));
  }

  private static void assertFits(int messages, int idLength, DataSize message) {
    LogEntry entry = LogEntry.unchained(0, new byte[idLength], new byte[(int) message.toBytes()]);
    List<LogEntry> entries = java.util.Collections.nCopies(messages, entry);
    byte[] body =
        DeliveryCodec.encode(
            new Delivery(
                Delivery.MAX_EPOCH, "c".repeat(LONGEST_ID), "l".repeat(LONGEST_ID), entries));

    assertThat((long) body.length)
        .isLessThanOrEqualTo(DataSize.parse(DeliveryLimits.MIN_BODY).toBytes());
  }
}
