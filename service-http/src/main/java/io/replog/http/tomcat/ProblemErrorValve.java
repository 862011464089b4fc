package io.replog.http.tomcat;

import io.replog.http.problem.ProblemAdvice;
import io.replog.http.problem.ProblemTypes;
import io.replog.http.problem.ProblemWriter;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;

/**
 * Answers an error of which Tomcat knows no more than the status with a problem document instead of
 * an HTML page. Most such requests never reach a servlet: a malformed request line, headers over
 * their limit, TRACE. Tomcat creates it by its class name.
 */
public final class ProblemErrorValve extends ErrorReportValve {

  /** Cuts the connection of an answer that cannot be finished, after what was written of it. */
  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    super.invoke(request, response);
    if (request.getAttribute(ProblemAdvice.UNFINISHED) != null) {
      response.flushBuffer();
      response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
    }
  }

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      Refusal refusal = Refusal.of(request.getCoyoteRequest());
      if (refusal != null) {
        // Tomcat closes the connection, but does not always announce it.
        response.setHeader("Connection", "close");
      }
      byte[] body = ProblemWriter.bytes(problem(status, refusal));
      response.setContentType(ProblemWriter.MEDIA_TYPE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException e) {
      // The client is gone: there is nobody to answer.
      container.getLogger().debug("error answer could not be written", e);
    }
  }

  private static Problem problem(int status, Refusal refusal) {
    ProblemType type = ProblemTypes.forStatus(status);
    String detail = refusal == null ? type.title() : refusal.detail();
    return Problem.of(type, detail).with("status", status);
  }
}
