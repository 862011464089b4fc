package io.replog.http.reading;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.node.NodeProperties;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.http.settings.ReadSettings;
import io.replog.log.ReadableLog;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a client read its own writes on any node: a read with {@code ?at-least=<order>} waits until
 * this node shows that order, and every read says in a header how many messages the node shows.
 */
@Component
class AtLeast implements HandlerInterceptor, WebMvcConfigurer {

  private static final String HEADER = "Replog-Length";

  /** After the check of the query. */
  private static final int ORDER = 3;

  /** The longest that a shutdown waits for a read that waits. */
  private static final Duration TICK = Duration.ofMillis(200);

  private final Views views;
  private final Shutdown shutdown;
  private final Duration longest;
  private final Semaphore places;

  @Autowired
  AtLeast(Views views, Shutdown shutdown, NodeProperties properties) {
    this(views, shutdown, properties.read());
  }

  AtLeast(Views views, Shutdown shutdown, ReadSettings settings) {
    this.views = views;
    this.shutdown = shutdown;
    this.longest = settings.maxWait();
    this.places = new Semaphore(settings.maxWaiting());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(ORDER);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws InterruptedException {
    if (request.getDispatcherType() == DispatcherType.REQUEST && isRead(handler)) {
      ReadableLog log = views.of(request);
      String order = request.getParameter(Query.AT_LEAST);
      if (order != null) {
        await(Query.number(Query.AT_LEAST, order, 0), log);
      }
      response.setHeader(HEADER, String.valueOf(log.length()));
    }
    return true;
  }

  private static boolean isRead(Object handler) {
    if (!(handler instanceof HandlerMethod method)) {
      return false;
    }
    // As the JVM keeps it: Spring's search through meta-annotations would cost each write, too.
    Query.Parameters parameters = method.getMethod().getAnnotation(Query.Parameters.class);
    return parameters != null && parameters.reads();
  }

  private void await(long order, ReadableLog log) throws InterruptedException {
    if (log.length() > order) {
      return;
    }
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          1, Problem.of(ProblemType.OVERLOADED, "too many reads wait for a message already"));
    }
    try {
      long deadline = System.nanoTime() + longest.toNanos();
      while (!log.awaitLongerThan(order, tick(deadline))) {
        if (shutdown.begun()) {
          throw ProblemException.retryAfter(
              1, Problem.of(ProblemType.SHUTTING_DOWN, "this node is shutting down"));
        }
        if (System.nanoTime() - deadline >= 0) {
          throw behind(order, log.length());
        }
      }
    } finally {
      places.release();
    }
  }

  private static Duration tick(long deadline) {
    long left = Math.max(0, deadline - System.nanoTime());
    return Duration.ofNanos(Math.min(left, TICK.toNanos()));
  }

  private static ProblemException behind(long order, long length) {
    return ProblemException.retryAfter(
        1,
        Problem.of(
                ProblemType.BEHIND,
                "this node shows %d messages, and order %d is not among them yet"
                    .formatted(length, order))
            .with("order", order)
            .with("length", length));
  }
}
