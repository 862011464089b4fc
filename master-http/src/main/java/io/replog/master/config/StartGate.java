package io.replog.master.config;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Delays requests for a short while at most while the master takes over, so that its first client
 * finds it ready. Liveness probes pass.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartGate extends OncePerRequestFilter {

  /** If the take-over lasts longer, requests see the mode {@code recovering}. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private final CountDownLatch open = new CountDownLatch(1);

  void open() {
    open.countDown();
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return open.getCount() == 0 || request.getRequestURI().startsWith("/actuator/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      open.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    chain.doFilter(request, response);
  }
}
