package io.replog.master.config;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Delays requests for a short while at most while the master takes over, so that its first client
 * finds it ready. Liveness probes pass.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartGate extends HttpFilter {

  /** If the take-over lasts longer, requests see the mode {@code recovering}. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private final CountDownLatch open = new CountDownLatch(1);

  void open() {
    open.countDown();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (open.getCount() > 0 && !request.getRequestURI().startsWith("/actuator/")) {
      awaitOpening();
    }
    chain.doFilter(request, response);
  }

  private void awaitOpening() {
    try {
      open.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
