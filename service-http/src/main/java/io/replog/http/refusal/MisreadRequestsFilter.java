package io.replog.http.refusal;

import io.replog.http.problem.ProblemWriter;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
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
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers requests that Tomcat, Spring or the actuator would misread or answer without a problem
 * document.
 *
 * <ul>
 *   <li>A broken percent escape: Tomcat leaves out a parameter that has one, so that a mistyped
 *       {@code w} would pass; Spring fails at one in a path's parameters.
 *   <li>An escaped slash: valid in an id, but the actuator fails at it.
 *   <li>An empty Accept header: meaningless, but the actuator fails at it.
 *   <li>A CORS preflight: no other origin may call, and the usual answer to OPTIONS says so.
 * </ul>
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class MisreadRequestsFilter extends OncePerRequestFilter {

  /** A {@code %} that begins no escape (RFC 3986, section 2.1). */
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (hasBrokenEscape(request.getRequestURI())) {
      refuse("path", response);
    } else if (hasBrokenEscape(request.getQueryString())) {
      refuse("query", response);
    } else if (isActuator(request) && hidesSlash(request.getRequestURI())) {
      ProblemWriter.write(Problem.of(ProblemType.NOT_FOUND, "no such path"), response);
    } else {
      chain.doFilter(readable(request), response);
    }
  }

  /** {@code text} may be null. */
  static boolean hasBrokenEscape(String text) {
    return text != null && BROKEN_ESCAPE.matcher(text).find();
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

  private static void refuse(String part, HttpServletResponse response) throws IOException {
    ProblemWriter.write(
        Problem.invalid(part, "has a % that two hexadecimal digits do not follow"), response);
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
