package io.replog.http.startup;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Bounds that both services share ({@code replog.limits}).
 *
 * @param message the largest message, as UTF-8
 * @param body the largest body of a request that carries one message
 * @param bodies what all bodies that are being read may take together
 * @param streams how many event streams may be open at a time
 * @param streamHeartbeat the longest silence on an event stream
 */
public record NodeLimits(
    DataSize message, DataSize body, DataSize bodies, int streams, Duration streamHeartbeat) {

  public NodeLimits {
    Setting.inRange("message", message.toBytes(), 1, DataSize.ofMegabytes(16).toBytes());
    Setting.inRange("body", body.toBytes(), message.toBytes(), DataSize.ofMegabytes(128).toBytes());
    Setting.inRange("bodies", bodies.toBytes(), body.toBytes(), DataSize.ofGigabytes(64).toBytes());
    Setting.inRange("streams", streams, 0, 100_000);
    Setting.inRange("stream-heartbeat", streamHeartbeat.toMillis(), 1, 3_600_000);
  }

  public int messageBytes() {
    return (int) message.toBytes();
  }

  public int bodyBytes() {
    return (int) body.toBytes();
  }
}
