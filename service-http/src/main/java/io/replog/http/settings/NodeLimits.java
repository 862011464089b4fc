package io.replog.http.settings;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Bounds that both services share ({@code replog.limits}).
 *
 * @param message the largest message, as UTF-8
 * @param body the largest body of a request that carries one message
 * @param bodies the most bytes of all bodies being read together
 * @param streams how many event streams may be open at a time
 * @param clusterStreams how many streams of the cluster may be open at a time
 * @param streamHeartbeat the longest silence on an event stream
 */
@AtMost(setting = "message", bound = "body", reserve = NodeLimits.AROUND_A_MESSAGE)
@AtMost(setting = "body", bound = "bodies")
public record NodeLimits(
    @NotNull(message = "must be set") @InRange(min = "1B", max = DeliveryLimits.MAX_MESSAGE)
        DataSize message,
    @NotNull(message = "must be set") @InRange(min = "1B", max = "128MB") DataSize body,
    @NotNull(message = "must be set") @InRange(min = "1B", max = "64GB") DataSize bodies,
    @InRange(min = "0", max = "100000") int streams,
    @InRange(min = "0", max = "100000") int clusterStreams,
    @NotNull(message = "must be set") @InRange(min = "1ms", max = "1h") Duration streamHeartbeat) {

  /** Room for the fields around a message, the longest id included. */
  public static final String AROUND_A_MESSAGE = "4KB";

  public int messageBytes() {
    return (int) message.toBytes();
  }

  public int bodyBytes() {
    return (int) body.toBytes();
  }
}
