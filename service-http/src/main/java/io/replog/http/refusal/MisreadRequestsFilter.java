package io.replog.http.refusal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.replog.http.problem.ProblemWriter;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Utf8;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsUtils;

/**
 * Answers requests that Tomcat, Spring or the actuator would misread or answer without a problem
 * document.
 *
 * <ul>
 *   <li>A broken percent escape: Tomcat leaves out a parameter that has one, so that a mistyped
 *       {@code w} would pass; Spring fails at one in a path's parameters. Escapes that are not
 *       UTF-8: both would read another id than the one sent.
 *   <li>A path's parameters: Spring ignores them, so that {@code /messages/1;a} would be message 1.
 *   <li>An escaped slash: valid in an id, but the actuator fails at it.
 *   <li>An empty Accept header: meaningless, but the actuator fails at it.
 *   <li>A CORS preflight: no other origin may call, and the usual answer to OPTIONS says so.
 * </ul>
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class MisreadRequestsFilter extends HttpFilter {

  /** A {@code %} that begins no escape (RFC 3986, section 2.1). */
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private static final String BROKEN =
      "has a % that two hexadecimal digits do not follow, or escapes that are not UTF-8";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (hasBrokenEscape(request.getRequestURI())) {
      refuse("path", BROKEN, response);
    } else if (hasBrokenEscape(request.getQueryString())) {
      refuse("query", BROKEN, response);
    } else if (hasParameters(request)) {
      refuse("path", "has a semicolon, which no path here has", response);
    } else if (isActuator(request) && hidesSlash(request.getRequestURI())) {
      ProblemWriter.write(Problem.of(ProblemType.NOT_FOUND, "no such path"), response);
    } else {
      chain.doFilter(readable(request), response);
    }
  }

  /** {@code text} may be null. */
  static boolean hasBrokenEscape(String text) {
    return text != null
        && text.contains("%")
        && (BROKEN_ESCAPE.matcher(text).find() || !isUtf8(text));
  }

  private static boolean isUtf8(String text) {
    byte[] unescaped = StringUtils.uriDecode(text, ISO_8859_1).getBytes(ISO_8859_1);
    return Utf8.isWellFormed(unescaped, 0, unescaped.length);
  }

  /** An id may hold a semicolon: the end of a path that is one. */
  private static boolean hasParameters(HttpServletRequest request) {
    String path = request.getRequestURI();
    int semicolon = path.indexOf(';');
    return semicolon >= 0
        && (semicolon < path.lastIndexOf('/')
            || !request.getServletPath().startsWith("/messages/by-id/"));
  }

  /** Whether one of the escapes in {@code text} is a slash. */
  static boolean hidesSlash(String text) {
    return text.contains("%2f") || text.contains("%2F");
  }

  private static HttpServletRequest readable(HttpServletRequest request) {
    if (CorsUtils.isPreFlightRequest(request)) {
      return new Without(HttpHeaders.ORIGIN, request);
    }
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.isBlank() ? new Without(HttpHeaders.ACCEPT, request) : request;
  }

  private static boolean isActuator(HttpServletRequest request) {
    return request.getServletPath().startsWith("/actuator/");
  }

  private static void refuse(String part, String why, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(Problem.invalid(part, why), response);
  }

  /** The same request, without one of its headers. */
  private static final class Without extends HttpServletRequestWrapper {

    private final String hidden;

    Without(String hidden, HttpServletRequest request) {
      super(request);
      this.hidden = hidden;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return hidden.equalsIgnoreCase(name)
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }

    @Override
    public String getHeader(String name) {
      return hidden.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }
  }
}
