package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
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

  private final ReadableLog log;
  private final Shutdown shutdown;
  private final Semaphore places;
  private final Duration heartbeat;

  StreamController(
      ReadableLog log,
      Shutdown shutdown,
      @Value("${replog.limits.streams}") int streams,
      @Value("${replog.limits.stream-heartbeat}") Duration heartbeat) {
    this.log = log;
    this.shutdown = shutdown;
    this.places = new Semaphore(streams);
    this.heartbeat = heartbeat;
  }

  @GetMapping(path = "/messages/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void stream(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
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
    try {
      head(response);
      follow(from, response.getOutputStream());
    } finally {
      places.release();
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
      if (log.awaitLongerThan(next, TICK)) {
        next = send(next, out);
        quiet = Duration.ZERO;
      } else {
        quiet = quiet.plus(TICK);
      }
    }
  }

  private long send(long from, OutputStream out) throws IOException {
    long next = from;
    try (Cursor entries = log.read(from, log.length())) {
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
