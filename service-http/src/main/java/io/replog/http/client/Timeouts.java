package io.replog.http.client;

import java.time.Duration;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * How long to wait for another node.
 *
 * @param delivery for the answer to a delivery; longer than any delay that is normal there
 * @param status for the answer to a question
 */
record Timeouts(Duration delivery, Duration status) {

  RequestConfig forDelivery() {
    return config(delivery);
  }

  RequestConfig forStatus() {
    return config(status);
  }

  /** From the question to the last byte of the answer, however steadily it trickles. */
  Duration forWholeStatus() {
    return status.multipliedBy(2);
  }

  /** The same for a delivery without entries, which takes no time on the way. */
  Duration forWholeAnnouncement() {
    return delivery.multipliedBy(2);
  }

  private static RequestConfig config(Duration timeout) {
    return RequestConfig.custom()
        .setResponseTimeout(Timeout.of(timeout))
        .setConnectionRequestTimeout(Timeout.of(timeout))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .build();
  }
}
