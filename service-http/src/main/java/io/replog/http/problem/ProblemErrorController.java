package io.replog.http.problem;

import io.replog.model.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for errors raised outside the controllers, by filters and by the servlet container. */
@Controller
public class ProblemErrorController implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Only the container's error dispatch leads here; a direct request gets 404.
    int code = status instanceof Integer known ? known : 404;
    var type = ProblemTypes.forStatus(code);
    ProblemWriter.write(Problem.of(type, type.title()), response);
  }
}
