package io.replog.http.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.http.problem.ProblemAdvice;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemErrorValveTest {

  private final Tomcat tomcat = new Tomcat();

  /** Kept, because a logger that nobody holds forgets its level. */
  private Logger logger;

  /** Fails as its path says. */
  private static final class Failing extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getRequestURI().equals("/refused")) {
        response.sendError(415);
        return;
      }
      if (request.getRequestURI().equals("/begun")) {
        response.getOutputStream().print("half");
        response.flushBuffer();
      }
      if (request.getRequestURI().equals("/unfinished")) {
        response.setBufferSize(100);
        response.getOutputStream().print("x".repeat(101) + "half");
        request.setAttribute(ProblemAdvice.UNFINISHED, true);
        return;
      }
      throw new IllegalStateException("secret");
    }
  }

  @BeforeEach
  void start() throws LifecycleException {
    Connector connector = new Connector(NodeProtocol.class.getName());
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setConnector(connector);
    ((StandardHost) tomcat.getHost()).setErrorReportValveClass(ProblemErrorValve.class.getName());
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "failing", new Failing());
    context.addServletMappingDecoded("/", "failing");
    logger = Logger.getLogger(context.getLogName());
    logger.setLevel(Level.OFF);
    tomcat.start();
  }

  @AfterEach
  void stop() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void anErrorOfWhichOnlyTheStatusIsKnownIsAProblemDocument() throws IOException {
    assertThat(answer("GET /refused")).contains("HTTP/1.1 415 ", "urn:replog:unsupported-media");
    assertThat(answer("TRACE /")).contains("HTTP/1.1 405 ", "urn:replog:method-not-allowed");
    assertThat(answer("GET /failed"))
        .contains("HTTP/1.1 500 ", "application/problem+json", "urn:replog:internal")
        .doesNotContain("secret", "<html");
  }

  /** A normal end would make it look complete. */
  @Test
  void anAnswerThatFailsAfterItHasBegunIsCut() throws IOException {
    assertThat(answer("GET /begun"))
        .contains("HTTP/1.1 200 ", "chunked", "half")
        .doesNotContain("\r\n0\r\n", "problem");
  }

  @Test
  void anUnfinishedAnswerIsCutAfterWhatWasWritten() throws IOException {
    assertThat(answer("GET /unfinished"))
        .contains("HTTP/1.1 200 ", "chunked", "half")
        .doesNotContain("\r\n0\r\n", "problem");
  }

  @Test
  void missingOrDoubledHostIsNamed() throws IOException {
    for (String hosts : new String[] {"", "Host: a\r\nHost: a\r\n", "Host: a\r\nHost: b\r\n"}) {
      assertThat(send("GET / HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n"))
          .contains("HTTP/1.1 400 ", "exactly one Host");
    }
    assertThat(answer("GET /<>")).contains("HTTP/1.1 400 ").doesNotContain("Host");
    assertThat(send("HELLO\r\n\r\n")).contains("HTTP/1.1 400 ").doesNotContain("Host");
  }

  private String answer(String request) throws IOException {
    return send(request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  private String send(String request) throws IOException {
    try (RawClient client = RawClient.to(tomcat.getConnector().getLocalPort())) {
      return client.send(request).readAll();
    }
  }
}
