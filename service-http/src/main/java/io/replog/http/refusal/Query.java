package io.replog.http.refusal;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses, for every handler, a mistyped or repeated query parameter, which would otherwise be
 * ignored.
 */
@Component
public final class Query implements HandlerInterceptor, WebMvcConfigurer {

  /** Names the query parameters of a handler. A handler without it has none. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Parameters {
    String[] value() default {};

    /** Whether it has the parameters of every read, too. */
    boolean reads() default false;
  }

  /** The query parameters of every read beside {@link #AT_LEAST}, where this node has any. */
  public interface OfReads {
    Set<String> parameters();
  }

  /** The parameter of every read that names the order which the reader needs. */
  public static final String AT_LEAST = "at-least";

  private static final long MAX = 999_999_999_999_999_999L;

  /** After the check of the token. */
  private static final int ORDER = 1;

  private final ObjectProvider<OfReads> ofReads;

  public Query(ObjectProvider<OfReads> ofReads) {
    this.ofReads = ofReads;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(ORDER);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getQueryString() != null && handler instanceof HandlerMethod method) {
      Parameters known = method.getMethodAnnotation(Parameters.class);
      List<FieldError> faults =
          faults(request.getParameterMap(), known == null ? Set.of() : names(known));
      if (!faults.isEmpty()) {
        throw new ProblemException(Problem.invalid(faults));
      }
    }
    return true;
  }

  private Set<String> names(Parameters known) {
    Set<String> names = new HashSet<>(List.of(known.value()));
    if (known.reads()) {
      names.add(AT_LEAST);
      names.addAll(ofReads.getObject().parameters());
    }
    return names;
  }

  private static List<FieldError> faults(Map<String, String[]> parameters, Set<String> known) {
    List<FieldError> faults = new ArrayList<>();
    parameters.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            faults.add(new FieldError(name, unknown(known)));
          } else if (values.length > 1) {
            faults.add(new FieldError(name, "is given more than once"));
          }
        });
    return faults;
  }

  private static String unknown(Set<String> known) {
    return known.isEmpty()
        ? "is not known here, where no parameter is"
        : "is not known here; known: " + String.join(", ", new TreeSet<>(known));
  }

  /** The whole number, at least {@code min}, that {@code text} gives for the parameter. */
  public static long number(String name, String text, long min) {
    if (text.matches("[0-9]{1,18}") && Long.parseLong(text) >= min) {
      return Long.parseLong(text);
    }
    throw ProblemException.invalid(
        name, "must be a whole number from %d to %d".formatted(min, MAX));
  }
}
