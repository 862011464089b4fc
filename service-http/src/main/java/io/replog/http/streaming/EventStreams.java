package io.replog.http.streaming;

import io.replog.http.problem.ProblemException;
import io.replog.http.tomcat.AsyncRequest;
import io.replog.http.tomcat.ClientWatch;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams of one kind: each is sent by a thread of its own, so that no reader waits for another,
 * and there are at most so many at a time. Safe for any thread.
 */
public final class EventStreams {

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  /** The attribute of a request whose stream failed. */
  private static final String FAILURE = EventStreams.class.getName();

  /** Sends a whole stream, on the thread that it has for itself. */
  public interface Body {
    /** Returns once the stream is to end. What it throws before the first byte is answered. */
    void send() throws IOException, InterruptedException;
  }

  private final Semaphore places;

  /** {@code most}: how many streams may be open at a time. */
  public EventStreams(int most) {
    this.places = new Semaphore(most);
  }

  /**
   * Answers {@code request} with {@code body}, and returns at once. Also called when the request is
   * dispatched again because that failed: then throws its failure.
   *
   * @param gone called on any thread when the client went away; must not block
   * @throws ProblemException if too many streams are open
   */
  public void open(HttpServletRequest request, Runnable gone, Body body) {
    if (request.getAttribute(FAILURE) instanceof RuntimeException failure) {
      throw failure;
    }
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          5, Problem.of(ProblemType.OVERLOADED, "this node has too many open streams"));
    }
    AsyncContext context = AsyncRequest.start(request);
    ClientWatch.onGone(request, gone);
    Thread.ofVirtual().name("stream").start(() -> send(body, context));
  }

  private void send(Body body, AsyncContext context) {
    Runnable end = context::complete;
    try {
      body.send();
    } catch (IOException e) {
      if (e.getCause() instanceof SocketTimeoutException) {
        log.info("dropped the reader of a stream, as it takes nothing any more");
      } else {
        log.debug("the reader of a stream went away: {}", e.toString());
      }
    } catch (InterruptedException e) {
      log.debug("the reader of a stream went away: {}", e.toString());
    } catch (RuntimeException e) {
      // Rethrown on a server thread, which answers, or cuts a stream that has begun.
      context.getRequest().setAttribute(FAILURE, e);
      end = context::dispatch;
    } finally {
      places.release();
    }
    AsyncRequest.end(end);
  }
}
