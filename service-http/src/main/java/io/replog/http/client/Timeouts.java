package io.replog.http.client;

import java.time.Duration;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * How long to wait for another node.
 *
 * @param delivery for the answer to a delivery; longer than any normal delay there
 * @param status for any other answer
 */
record Timeouts(Duration delivery, Duration status) {

  RequestConfig forDelivery() {
    return config(delivery);
  }

  RequestConfig forStatus() {
    return config(status);
  }

  /** From the request to the last byte of the answer, however steadily it trickles. */
  Duration forWholeStatus() {
    return status.multipliedBy(2);
  }

  /** The same for a delivery without entries, which the network carries at once. */
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
