package io.replog.http.security;

import io.replog.http.problem.ProblemWriter;
import io.replog.http.settings.Setting;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A node without a cluster token answers only to names of its own loopback. A browser on this
 * machine reaches the node, too; a foreign page makes the browser take the node for the page's own
 * server (DNS rebinding), but cannot make it send another Host than the page's own. A page can also
 * send a form to localhost: a request that changes something must not come from a foreign page.
 *
 * <p>A request without a Host, which HTTP/1.0 allows, comes from no browser and is answered.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class LoopbackNamesFilter extends HttpFilter {

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:localhost|127(?:\\.[0-9]{1,3}){3}|(\\[[0-9a-f:.]+\\]))(?::[0-9]{0,5})?");

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern SCHEME = Pattern.compile("^https?://");

  private final ClusterToken token;

  // The last Host that was found to be a loopback name: clients repeat theirs.
  private volatile String known;

  LoopbackNamesFilter(ClusterToken token) {
    this.token = token;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    // The header itself: anybody can forge X-Forwarded-Host.
    String host = request.getHeader("Host");
    if (token.isSet()) {
      chain.doFilter(request, response);
    } else if (host != null && !isOwnName(host)) {
      refuse("not to the Host \"%s\"".formatted(host), response);
    } else if (!READING.contains(request.getMethod()) && isOfForeignPage(request)) {
      refuse("and changes nothing for a page of another origin", response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean isOwnName(String host) {
    if (host.equals(known)) {
      return true;
    }
    boolean is = isLoopbackName(host);
    if (is) {
      known = host;
    }
    return is;
  }

  private static void refuse(String what, HttpServletResponse response) throws IOException {
    ProblemWriter.write(
        Problem.of(
            ProblemType.MISDIRECTED,
            "without a CLUSTER_TOKEN this node answers to localhost, 127.0.0.1 and [::1] only, "
                + what),
        response);
  }

  /** Browsers send these headers, and no page can change them. */
  private static boolean isOfForeignPage(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && !isLoopbackName(SCHEME.matcher(origin).replaceFirst(""))
        || "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
  }

  /** Whether {@code host}, the value of a Host header, names a loopback, with any port. */
  static boolean isLoopbackName(String host) {
    Matcher matcher = NAME.matcher(host);
    return matcher.matches()
        && (matcher.group(1) == null
            || Setting.literal(matcher.group(1))
                .filter(InetAddress::isLoopbackAddress)
                .isPresent());
  }
}
