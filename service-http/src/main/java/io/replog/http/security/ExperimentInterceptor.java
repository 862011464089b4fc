package io.replog.http.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Hides what an {@link Experiment} offers unless experiments are enabled. No condition on the
 * handler's bean: those are settled when a service is built, not when it starts.
 */
public final class ExperimentInterceptor implements HandlerInterceptor, WebMvcConfigurer {

  /** Before the token is asked for. */
  private static final int ORDER = -1;

  private final boolean enabled;

  /** {@code enabled}: whether there is anything to offer. */
  public ExperimentInterceptor(boolean enabled) {
    this.enabled = enabled;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(ORDER);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws NoHandlerFoundException {
    if (!enabled
        && handler instanceof HandlerMethod method
        && method.getMethod().isAnnotationPresent(Experiment.class)) {
      throw new NoHandlerFoundException(
          request.getMethod(), request.getRequestURI(), new HttpHeaders());
    }
    return true;
  }
}
