package io.replog.http.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Passes clients' requests on to another node, and its answers back. Safe for any thread. */
public final class Forwarding implements AutoCloseable {

  /** Bytes; well above any answer but a page of messages. */
  private static final int MAX_ANSWER = 8 << 20;

  private static final List<String> PASSED =
      List.of("Content-Type", "Location", "Retry-After", "Allow", "Accept", "WWW-Authenticate");

  /** For the node's own answer that a timeout is over. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** A connection that was idle for so long is looked at before it carries a request. */
  private static final TimeValue IDLE = TimeValue.ofMilliseconds(100);

  /**
   * A request to pass on.
   *
   * @param target with its path and its query
   * @param body empty for none
   * @param timeout how long the node is to take for it at most; empty for any time. A node that is
   *     silent for a while longer is lost
   */
  public record Forwarded(
      String method,
      URI target,
      Map<String, String> headers,
      byte[] body,
      Optional<Duration> timeout) {}

  /** What became of it. */
  public sealed interface Outcome {}

  /** The node answered; {@code headers} are those that a client needs. */
  public record Answered(int status, Map<String, String> headers, byte[] body) implements Outcome {}

  /** It did not reach the node: sending it again is safe. */
  public record NotSent(String why) implements Outcome {}

  /** It may have reached the node, and had its effect there. */
  public record Lost(String why) implements Outcome {}

  private final CloseableHttpClient http;
  private final Timeout connecting;
  private final Set<HttpUriRequestBase> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param perNode the most requests under way to one node
   * @param connecting the longest wait for a connection
   */
  public Forwarding(int perNode, Duration connecting) {
    this.connecting = Timeout.of(connecting);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(perNode)
                    .setMaxConnTotal(perNode * 4)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(connecting))
                            .setValidateAfterInactivity(IDLE)
                            .build())
                    .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableAuthCaching()
            .disableDefaultUserAgent()
            .build();
  }

  private RequestConfig config(Optional<Duration> timeout) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(connecting)
        .setResponseTimeout(
            timeout.map(each -> Timeout.of(each.plus(GRACE))).orElse(Timeout.DISABLED))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .build();
  }

  /** One request under way, which any thread may end. */
  public final class Call {
    private final HttpUriRequestBase request;

    private Call(Forwarded forwarded) {
      request = new HttpUriRequestBase(forwarded.method(), forwarded.target());
      request.setConfig(config(forwarded.timeout()));
      forwarded.headers().forEach(request::setHeader);
      if (forwarded.body().length > 0) {
        request.setEntity(new ByteArrayEntity(forwarded.body(), null));
      }
    }

    /** Sends it, and blocks until the node has answered or was lost. */
    public Outcome send() {
      underWay.add(request);
      try {
        return http.execute(
            request, response -> answered(HttpAnswer.of(response, request::cancel, MAX_ANSWER)));
      } catch (ConnectException
          | ConnectTimeoutException
          | UnknownHostException
          | NoRouteToHostException
          | ConnectionRequestTimeoutException e) {
        return new NotSent(reason(e));
      } catch (IOException e) {
        return new Lost(reason(e));
      } catch (RuntimeException e) {
        return new Lost(reason(HttpAnswer.ended(request, e)));
      } finally {
        underWay.remove(request);
      }
    }

    /** Ends it: its sender gets {@link Lost}. */
    public void cancel() {
      request.cancel();
    }
  }

  public Call call(Forwarded forwarded) {
    return new Call(forwarded);
  }

  private static Answered answered(HttpAnswer answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : PASSED) {
      String value = answer.header(name);
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
    return new Answered(answer.status(), headers, answer.body());
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Ends every request under way to a node other than the one at {@code base}. */
  public void abandonOthers(URI base) {
    for (HttpUriRequestBase each : underWay) {
      if (!each.getRequestUri().isEmpty() && !isAt(each, base)) {
        each.cancel();
      }
    }
  }

  private static boolean isAt(HttpUriRequestBase request, URI base) {
    return request.getAuthority() != null
        && request.getAuthority().getHostName().equalsIgnoreCase(base.getHost())
        && request.getAuthority().getPort() == base.getPort();
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
