package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.tomcat.ClientWatch;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /messages/stream}: every message from an order on, and each new one, as an event. */
@RestController
public class StreamController {

  /**
   * How often a stream looks whether it should end; also the longest that a shutdown waits for it.
   */
  private static final Duration TICK = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(StreamController.class);
  private static final long NO_TIMEOUT = 0;

  private final ReadableLog messages;
  private final Shutdown shutdown;
  private final Semaphore places;
  private final Duration heartbeat;

  StreamController(
      ReadableLog messages,
      Shutdown shutdown,
      @Value("${replog.limits.streams}") int streams,
      @Value("${replog.limits.stream-heartbeat}") Duration heartbeat) {
    this.messages = messages;
    this.shutdown = shutdown;
    this.places = new Semaphore(streams);
    this.heartbeat = heartbeat;
  }

  @GetMapping(path = "/messages/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
    long from = start(request);
    if (request.getMethod().equals("HEAD")) {
      // There is nothing to send, and nobody whose leaving would be noticed.
      head(response);
      return;
    }
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          5, Problem.of(ProblemType.OVERLOADED, "too many streams are open on this node"));
    }
    head(response);
    AsyncContext context = request.startAsync();
    context.setTimeout(NO_TIMEOUT);
    Thread stream =
        Thread.ofVirtual().name("stream").unstarted(() -> stream(from, context, response));
    ClientWatch.onGone(request, stream::interrupt);
    stream.start();
  }

  private void stream(long from, AsyncContext context, HttpServletResponse response) {
    try {
      follow(from, response.getOutputStream());
    } catch (IOException | InterruptedException e) {
      log.debug("the reader of a stream went away: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("a stream ended before its reader left", e);
    } finally {
      places.release();
      complete(context);
    }
  }

  private static void complete(AsyncContext context) {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // A write failed, and Tomcat completed the request by itself.
      log.debug("{}", e.getMessage());
    }
  }

  private static void head(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private long start(HttpServletRequest request) {
    String last = request.getHeader("Last-Event-ID");
    if (last != null && last.matches("[0-9]{1,18}")) {
      return Long.parseLong(last) + 1;
    }
    return Page.of(request.getParameter("from"), null, Long.MAX_VALUE).from();
  }

  private void follow(long from, OutputStream out) throws IOException, InterruptedException {
    long next = from;
    Duration quiet = heartbeat;
    while (!shutdown.begun()) {
      if (quiet.compareTo(heartbeat) >= 0) {
        // Also sent at once: it tells the client, and proxies between, that the stream is open.
        out.write(":\n\n".getBytes(US_ASCII));
        out.flush();
        quiet = Duration.ZERO;
      }
      if (messages.awaitLongerThan(next, TICK)) {
        next = send(next, out);
        quiet = Duration.ZERO;
      } else {
        quiet = quiet.plus(TICK);
      }
    }
  }

  private long send(long from, OutputStream out) throws IOException {
    long next = from;
    try (Cursor entries = messages.read(from, messages.length())) {
      while (entries.hasNext() && !shutdown.begun()) {
        LogEntry entry = entries.next();
        out.write(("id: " + entry.order() + "\ndata: ").getBytes(US_ASCII));
        MessageWriter.write(entry, out);
        out.write("\n\n".getBytes(US_ASCII));
        next = entry.order() + 1;
      }
    }
    out.flush();
    return next;
  }
}
