package io.replog.http.security;

import io.replog.http.problem.ProblemException;
import io.replog.http.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Requires the token for requests that change something through an actuator endpoint, Spring's or
 * ours.
 */
@Component
@FilterRegistration(urlPatterns = "/actuator/*")
public class ActuatorWritesFilter extends OncePerRequestFilter {

  private final ClusterToken token;

  ActuatorWritesFilter(ClusterToken token) {
    this.token = token;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      token.check(request);
    } catch (ProblemException e) {
      ProblemWriter.write(e, response);
      return;
    }
    chain.doFilter(request, response);
  }
}
