package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.problem.ProblemWriter;
import io.replog.http.refusal.Query;
import io.replog.http.tomcat.AsyncRequest;
import io.replog.http.tomcat.ClientWatch;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /messages/stream}: every message from an order on, and each later one, as an event.
 */
@RestController
public class StreamController {

  /**
   * How often a stream checks whether it should end; also the longest that a shutdown waits for it.
   */
  private static final Duration TICK = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(StreamController.class);

  /** The attribute of a request whose stream failed. */
  private static final String FAILURE = StreamController.class.getName();

  /** How long a reader's position may be beyond the end of the log before it is refused. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

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
  @Query.Parameters("from")
  void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getAttribute(FAILURE) instanceof RuntimeException failure) {
      throw failure;
    }
    long from = Page.of(request.getParameter("from"), null, Long.MAX_VALUE).from();
    Optional<Position> last = last(request);
    if (MessagesController.isHead(request)) {
      // Nothing to send, and no connection to watch.
      head(response);
      return;
    }
    if (!places.tryAcquire()) {
      throw ProblemException.retryAfter(
          5, Problem.of(ProblemType.OVERLOADED, "this node has too many open streams"));
    }
    AsyncContext context = AsyncRequest.start(request);
    Wait wait = new Wait();
    ClientWatch.onGone(request, wait::end);
    Thread.ofVirtual().name("stream").start(() -> stream(from, last, wait, context, response));
  }

  private void stream(
      long from,
      Optional<Position> last,
      Wait wait,
      AsyncContext context,
      HttpServletResponse response) {
    Runnable end = context::complete;
    try {
      follow(from, last, wait, response);
    } catch (IOException | InterruptedException e) {
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

  private void follow(long from, Optional<Position> last, Wait wait, HttpServletResponse response)
      throws IOException, InterruptedException {
    long next = from;
    if (last.isPresent()) {
      awaitPosition(last.get(), wait);
      next = last.get().order() + 1;
    }
    head(response);
    follow(next, wait, response.getOutputStream());
  }

  private static void head(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
  }

  private static Optional<Position> last(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders(Position.HEADER));
    if (given.size() > 1) {
      throw ProblemException.invalid(Position.HEADER, "is given more than once");
    }
    return given.stream().filter(value -> !value.isBlank()).findFirst().map(Position::parse);
  }

  /**
   * Ends the request unless this log holds {@code position}. A secondary that lags, or a master
   * that still recovers, gets some time to catch up.
   */
  private void awaitPosition(Position position, Wait wait) throws InterruptedException {
    Duration left = CATCH_UP;
    while (!wait.longerThan(position.order())) {
      left = left.minus(TICK);
      if (shutdown.begun()) {
        throw ProblemException.retryAfter(
            1, Problem.of(ProblemType.SHUTTING_DOWN, "this node is shutting down"));
      }
      if (!left.isPositive()) {
        throw unknown("this log ends before order " + position.order());
      }
    }
    if (!position.isOf(messages)) {
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
            .with("length", messages.length()));
  }

  private void follow(long from, Wait wait, OutputStream out)
      throws IOException, InterruptedException {
    long next = from;
    Duration quiet = heartbeat;
    Optional<String> followed = messages.facts().logId();
    while (!shutdown.begun() && !isReplaced(followed)) {
      followed = followed.or(() -> messages.facts().logId());
      if (quiet.compareTo(heartbeat) >= 0) {
        // Sent at once, too: it tells the client, and proxies, that the stream is open.
        out.write(":\n\n".getBytes(US_ASCII));
        out.flush();
        quiet = Duration.ZERO;
      }
      if (wait.longerThan(next)) {
        next = send(next, out);
        quiet = Duration.ZERO;
      } else {
        quiet = quiet.plus(TICK);
      }
    }
  }

  /**
   * Whether another log has replaced the {@code followed} one, as after {@code POST /clean}. The
   * stream would skip its first orders, so it ends, and a reader that resumes gets a refusal.
   */
  private boolean isReplaced(Optional<String> followed) {
    return followed.isPresent() && !followed.equals(messages.facts().logId());
  }

  private long send(long from, OutputStream out) throws IOException {
    long next = from;
    try (Cursor entries = messages.read(from, messages.length())) {
      while (entries.hasNext() && !shutdown.begun()) {
        LogEntry entry = entries.next();
        out.write(("id: " + Position.of(entry) + "\ndata: ").getBytes(US_ASCII));
        MessageWriter.write(entry, out);
        out.write("\n\n".getBytes(US_ASCII));
        next = entry.order() + 1;
      }
    } catch (StorageException e) {
      out.write("event: problem\ndata: ".getBytes(US_ASCII));
      out.write(ProblemWriter.bytes(Problem.of(ProblemType.STORAGE_FAULT, e.getMessage())));
      out.write("\n\n".getBytes(US_ASCII));
      throw e;
    }
    out.flush();
    return next;
  }

  /**
   * Where a stream waits for messages. The end of its client interrupts only this: an interrupt
   * during a write would close the connection under Tomcat's hands.
   */
  private final class Wait {
    private Thread waiting;
    private boolean ended;

    /** Whether the log is longer than that, after a {@link #TICK} at the latest. */
    boolean longerThan(long length) throws InterruptedException {
      begin();
      try {
        return messages.awaitLongerThan(length, TICK);
      } finally {
        over();
      }
    }

    private synchronized void begin() throws InterruptedException {
      if (ended) {
        throw new InterruptedException("the client is gone");
      }
      waiting = Thread.currentThread();
    }

    private synchronized void over() {
      waiting = null;
      Thread.interrupted();
    }

    synchronized void end() {
      ended = true;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }
}
