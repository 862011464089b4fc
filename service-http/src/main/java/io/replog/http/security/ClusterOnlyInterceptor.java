package io.replog.http.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Requires the token of a {@link ClusterOnly} request before its body is read. */
@Component
public class ClusterOnlyInterceptor implements HandlerInterceptor, WebMvcConfigurer {

  private final ClusterToken token;

  ClusterOnlyInterceptor(ClusterToken token) {
    this.token = token;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (token.isSet() && handler instanceof HandlerMethod method && isClusterOnly(method)) {
      token.check(request);
    }
    return true;
  }

  private static boolean isClusterOnly(HandlerMethod method) {
    return method.hasMethodAnnotation(ClusterOnly.class)
        || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ClusterOnly.class);
  }
}
