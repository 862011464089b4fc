package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /messages/stream}: every message from an order on, and each new one, as an event. */
@RestController
public class StreamController {

  /**
   * How often a stream checks whether it should end; also the longest that a shutdown waits for it.
   */
  private static final Duration TICK = Duration.ofMillis(500);

  /** How long a reader's position may be beyond the end of the log before it is refused. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

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
    Query.allow(request, "from");
    long from = Page.of(request.getParameter("from"), null, Long.MAX_VALUE).from();
    Optional<Position> last = last(request);
    if (MessagesController.isHead(request)) {
      // A stream without events: the server would never notice that its reader has left.
      head(response);
      return;
    }
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          5, Problem.of(ProblemType.OVERLOADED, "too many streams are open on this node"));
    }
    try {
      if (last.isPresent()) {
        awaitPosition(last.get());
      }
      head(response);
      follow(last.map(position -> position.order() + 1).orElse(from), response.getOutputStream());
    } finally {
      places.release();
    }
  }

  private static void head(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private static Optional<Position> last(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders(Position.HEADER));
    if (given.size() > 1) {
      throw new ProblemException(Problem.invalid(Position.HEADER, "is given more than once"));
    }
    return given.stream().filter(value -> !value.isBlank()).findFirst().map(Position::parse);
  }

  /**
   * Ends the request unless this log holds {@code position}. A secondary that lags, or a master
   * that still recovers, gets some time to reach it.
   */
  private void awaitPosition(Position position) throws InterruptedException {
    Duration left = CATCH_UP;
    while (!log.awaitLongerThan(position.order(), TICK)) {
      left = left.minus(TICK);
      if (shutdown.begun()) {
        throw ProblemException.retryAfter(
            1, Problem.of(ProblemType.SHUTTING_DOWN, "this node is shutting down"));
      }
      if (!left.isPositive()) {
        throw unknown("this log ends before order " + position.order());
      }
    }
    if (!position.isOf(log)) {
      throw unknown(
          "this log has another history up to order %d than the reader"
              .formatted(position.order()));
    }
  }

  private ProblemException unknown(String reason) {
    return new ProblemException(
        Problem.of(
                ProblemType.UNKNOWN_POSITION,
                reason + "; read again from an order of your choice, with ?from=")
            .with("length", log.length()));
  }

  private void follow(long from, OutputStream out) throws IOException, InterruptedException {
    long next = from;
    Duration quiet = heartbeat;
    Optional<String> followed = log.identity().logId();
    while (!shutdown.begun() && !isReplaced(followed)) {
      followed = followed.or(() -> log.identity().logId());
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

  /**
   * Whether another log has replaced the {@code followed} one, as {@code POST /clean} does. Its
   * first orders would be skipped: the stream ends instead, and a reader that resumes is refused.
   */
  private boolean isReplaced(Optional<String> followed) {
    return followed.isPresent() && !followed.equals(log.identity().logId());
  }

  private long send(long from, OutputStream out) throws IOException {
    long next = from;
    try (Cursor entries = log.read(from, log.length())) {
      while (entries.hasNext() && !shutdown.begun()) {
        LogEntry entry = entries.next();
        out.write(("id: " + Position.of(entry) + "\ndata: ").getBytes(US_ASCII));
        MessageWriter.write(entry, out);
        out.write("\n\n".getBytes(US_ASCII));
        next = entry.order() + 1;
      }
    }
    out.flush();
    return next;
  }
}
