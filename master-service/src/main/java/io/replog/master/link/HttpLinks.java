package io.replog.master.link;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.security.ClusterToken;
import io.replog.master.membership.HealthProbe;
import io.replog.master.recovery.Peer;
import io.replog.master.replication.SecondaryLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Makes the ways to secondaries; all share one client and its pool of connections. */
public final class HttpLinks implements AutoCloseable {

  private static final int MAX_CONNECTIONS = 10_000;

  /** A start waits a little longer: whom it does not hear counts as absent. */
  private static final LinkTimeouts TAKE_OVER =
      new LinkTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3));

  private final CloseableHttpClient http;
  private final ObjectMapper json;
  private final ClusterToken token;
  private final LinkTimeouts timeouts;

  /**
   * @param perSecondary the most connections to one secondary
   * @param delivery the longest wait for the answer to a delivery
   * @param status the longest wait for a connection, and for any other answer
   */
  public HttpLinks(
      ObjectMapper json, ClusterToken token, int perSecondary, Duration delivery, Duration status) {
    this.json = json;
    this.token = token;
    this.timeouts = new LinkTimeouts(delivery, status);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(perSecondary)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(status))
                            .setSocketTimeout(Timeout.of(delivery))
                            .setValidateAfterInactivity(TimeValue.ofSeconds(5))
                            .build())
                    .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableAuthCaching()
            .build();
  }

  public SecondaryLink linkTo(URI base) {
    return linkTo(base, timeouts);
  }

  private SecondaryLink linkTo(URI base, LinkTimeouts patience) {
    return new HttpSecondaryLink(http, json, base, patience, token.isSet() ? token.header() : null);
  }

  public Peer peerAt(URI base) {
    return new HttpPeer(http, base, linkTo(base, TAKE_OVER), timeouts.forDelivery());
  }

  public HealthProbe probeOf(URI base) {
    return new HttpHealthProbe(http, json, base, timeouts);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
