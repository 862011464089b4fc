package io.replog.node.forwarding;

import io.replog.http.body.Body;
import io.replog.http.body.BodyReader;
import io.replog.http.client.Forwarding;
import io.replog.http.client.Forwarding.Answered;
import io.replog.http.client.PeerClient;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemAdvice;
import io.replog.http.problem.ProblemException;
import io.replog.http.tomcat.AsyncRequest;
import io.replog.http.tomcat.ClientWatch;
import io.replog.master.role.ByMaster;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.node.config.ClusterNodeProperties;
import io.replog.node.forwarding.Forwarder.Passing;
import io.replog.node.master.CurrentMaster;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Requests that only the master can answer: this node answers them while it is master; otherwise it
 * passes them on, or redirects the client if it is set so. What was passed on once is not again.
 */
@Component
class ForwardingInterceptor implements HandlerInterceptor, WebMvcConfigurer {

  private static final Logger log = LoggerFactory.getLogger(ForwardingInterceptor.class);

  /** After the checks of the token and of the query. */
  private static final int ORDER = 2;

  private static final int TEMPORARY_REDIRECT = 307;

  private final ClusterNodeProperties properties;
  private final CurrentMaster master;
  private final BodyReader bodies;
  private final ProblemAdvice problems;
  private final Forwarder forwarder;
  private final Semaphore places;

  ForwardingInterceptor(
      ClusterNodeProperties properties,
      CurrentMaster master,
      Forwarding forwarding,
      Shutdown shutdown,
      Answering answering) {
    this.properties = properties;
    this.master = master;
    this.bodies = answering.bodies();
    this.problems = answering.problems();
    this.forwarder = new Forwarder(master, forwarding, shutdown, properties.forward().patience());
    this.places = new Semaphore(properties.forward().maxWaiting());
  }

  /** How requests are read and answered here. */
  @Component
  record Answering(BodyReader bodies, ProblemAdvice problems) {}

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).order(ORDER);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException, InterruptedException {
    if (!isByMaster(handler) || master.here().isPresent()) {
      return true;
    }
    if (request.getHeader(PeerClient.HOP) != null) {
      throw Forwarder.noMaster();
    }
    if (properties.write().forward()) {
      pass(request, response);
    } else {
      redirect(request, response);
    }
    return false;
  }

  private static boolean isByMaster(Object handler) {
    return handler instanceof HandlerMethod method
        && (method.hasMethodAnnotation(ByMaster.class)
            || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ByMaster.class));
  }

  private void redirect(HttpServletRequest request, HttpServletResponse response)
      throws InterruptedException {
    URI url = forwarder.await(properties.forward().patience()).url();
    String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    response.setStatus(TEMPORARY_REDIRECT);
    response.setHeader("Location", url + request.getServletPath() + query);
  }

  private void pass(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          1, Problem.of(ProblemType.OVERLOADED, "this node passes too many requests on already"));
    }
    Passing passing;
    Body body;
    AsyncContext context;
    try {
      body = bodies.read(request, limit(request));
      passing = forwarder.pass(PassedOn.of(request, body.bytes(), properties.id()));
      context = AsyncRequest.start(request);
    } catch (IOException | RuntimeException e) {
      places.release();
      throw e;
    }
    ClientWatch.onGone(request, passing::end);
    String root = request.getContextPath();
    Thread.ofVirtual().name("forward").start(() -> pass(passing, body, context, response, root));
  }

  private int limit(HttpServletRequest request) {
    String type = String.valueOf(request.getContentType());
    return type.startsWith("application/x-ndjson")
        ? (int) properties.batch().body().toBytes()
        : properties.limits().bodyBytes();
  }

  private void pass(
      Passing passing, Body body, AsyncContext context, HttpServletResponse response, String root) {
    try {
      answer(passing, response, root);
    } catch (IOException e) {
      log.debug("a client went away before its answer: {}", e.toString());
    } finally {
      body.close();
      places.release();
      AsyncRequest.end(context::complete);
    }
  }

  private void answer(Passing passing, HttpServletResponse response, String root)
      throws IOException {
    try {
      Answered answer = passing.answer();
      response.setStatus(answer.status());
      answer.headers().forEach(response::setHeader);
      String location = answer.headers().get("Location");
      if (location != null && location.startsWith("/")) {
        response.setHeader("Location", root + location);
      }
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    } catch (ProblemException e) {
      problems.answered(e, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      problems.failed(e, response);
    }
  }
}
