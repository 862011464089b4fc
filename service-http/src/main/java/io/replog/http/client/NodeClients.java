package io.replog.http.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.joining.MasterClient;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.http.security.ClusterToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Clients of other nodes over HTTP; all share one HTTP client and its connection pool. */
public final class NodeClients implements SecondaryClients, AutoCloseable {

  private static final int MAX_CONNECTIONS = 10_000;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final CloseableHttpClient http;
  private final ObjectMapper json;
  private final Optional<String> authorization;
  private final Timeouts timeouts;

  /**
   * @param perNode the most connections to one node
   * @param delivery the longest wait for the answer to a delivery
   * @param status the longest wait for a connection, and for any other answer
   */
  public NodeClients(
      ObjectMapper json, ClusterToken token, int perNode, Duration delivery, Duration status) {
    this.json = json;
    this.authorization = token.isSet() ? Optional.of(token.header()) : Optional.empty();
    this.timeouts = new Timeouts(delivery, status);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(perNode)
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

  @Override
  public SecondaryClient connect(URI base) {
    return secondary(base, timeouts);
  }

  @Override
  public SecondaryClient connectPatiently(URI base) {
    return secondary(base, new Timeouts(timeouts.delivery(), PATIENCE));
  }

  private SecondaryClient secondary(URI base, Timeouts patience) {
    return new HttpSecondaryClient(new Calls(http, authorization), base, patience);
  }

  /** The client of a master, to register there. */
  public MasterClient master(URI base) {
    return new HttpMasterClient(new Calls(http, authorization), json, base, timeouts);
  }

  /** The client of another node of the same kind. */
  public PeerClient peer(URI base) {
    return new PeerClient(new Calls(http, authorization), base, timeouts);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
