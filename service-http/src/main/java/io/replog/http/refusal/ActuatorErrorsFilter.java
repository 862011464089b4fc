package io.replog.http.refusal;

import io.replog.http.problem.ProblemTypes;
import io.replog.http.problem.ProblemWriter;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a problem document to the actuator's errors, some of which have no body at all. */
@Component
@FilterRegistration(urlPatterns = "/actuator/*")
public final class ActuatorErrorsFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, new UnsentWhileEmpty(response));
    if (isEmptyError(response)) {
      ProblemType type = ProblemTypes.forStatus(response.getStatus());
      ProblemWriter.write(Problem.of(type, type.title()), response);
    }
  }

  private static boolean isEmptyError(HttpServletResponse response) {
    return response.getStatus() >= 400
        && response.getContentType() == null
        && !response.isCommitted();
  }

  /** Spring flushes the headers at once, even without a body. */
  private static final class UnsentWhileEmpty extends HttpServletResponseWrapper {

    UnsentWhileEmpty(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void flushBuffer() throws IOException {
      if (!isEmptyError(this)) {
        super.flushBuffer();
      }
    }
  }
}
