package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.http.streaming.EventStreams;
import io.replog.http.streaming.EventWriter;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.StorageException;
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

  /** How long a reader's position may be beyond the end of the log before it is refused. */
  private static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final Views views;
  private final Shutdown shutdown;
  private final EventStreams open;
  private final Duration heartbeat;

  StreamController(
      Views views,
      Shutdown shutdown,
      @Value("${replog.limits.streams}") int streams,
      @Value("${replog.limits.stream-heartbeat}") Duration heartbeat) {
    this.views = views;
    this.shutdown = shutdown;
    this.open = new EventStreams(streams);
    this.heartbeat = heartbeat;
  }

  @GetMapping(path = "/messages/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Query.Parameters(value = "from", reads = true)
  void stream(HttpServletRequest request, HttpServletResponse response) {
    long from = Page.of(request.getParameter("from"), null, Long.MAX_VALUE).from();
    Optional<Position> last = last(request);
    if (MessagesController.isHead(request)) {
      // Nothing to send, and no connection to watch.
      EventWriter.head(response);
      return;
    }
    Wait wait = new Wait(views.of(request));
    open.open(request, wait::end, () -> follow(from, last, wait, response));
  }

  private void follow(long from, Optional<Position> last, Wait wait, HttpServletResponse response)
      throws IOException, InterruptedException {
    long next = from;
    if (last.isPresent()) {
      awaitPosition(last.get(), wait);
      next = last.get().order() + 1;
    }
    EventWriter.head(response);
    follow(next, wait, response.getOutputStream());
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
        throw unknown(wait, "this log ends before order " + position.order());
      }
    }
    if (!position.isOf(wait.messages)) {
      throw unknown(
          wait,
          "this log has another history up to order %d than the reader"
              .formatted(position.order()));
    }
  }

  private static ProblemException unknown(Wait wait, String reason) {
    return new ProblemException(
        Problem.of(
                ProblemType.UNKNOWN_POSITION,
                reason + "; read again from an order of your choice, with ?from=")
            .with("length", wait.messages.length()));
  }

  private void follow(long from, Wait wait, OutputStream out)
      throws IOException, InterruptedException {
    long next = from;
    Duration quiet = heartbeat;
    ReadableLog messages = wait.messages;
    Optional<Position> sent = Optional.empty();
    Optional<String> followed = messages.facts().logId();
    while (!shutdown.begun() && !isReplaced(followed, messages)) {
      followed = followed.or(() -> messages.facts().logId());
      if (sent.filter(last -> isCut(last, messages)).isPresent()) {
        EventWriter.problem(
            unknown(wait, "what this stream sent last was set aside").problem(), out);
        return;
      }
      if (quiet.compareTo(heartbeat) >= 0) {
        // Sent at once, too: it tells the client, and proxies, that the stream is open.
        EventWriter.comment(out);
        quiet = Duration.ZERO;
      }
      if (wait.longerThan(next)) {
        sent = send(next, messages, out);
        next = sent.map(last -> last.order() + 1).orElse(next);
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
  private static boolean isReplaced(Optional<String> followed, ReadableLog messages) {
    return followed.isPresent() && !followed.equals(messages.facts().logId());
  }

  /** Whether this node's log lost the message {@code last}, as it may to a new master's. */
  private static boolean isCut(Position last, ReadableLog messages) {
    return messages.length() <= last.order() || !last.isOf(messages);
  }

  /** Returns what it sent last, if anything. */
  private Optional<Position> send(long from, ReadableLog messages, OutputStream out)
      throws IOException {
    Optional<Position> sent = Optional.empty();
    try (Cursor entries = messages.read(from, messages.length())) {
      while (entries.hasNext() && !shutdown.begun()) {
        LogEntry entry = entries.next();
        Position position = Position.of(entry);
        out.write(("id: " + position + "\ndata: ").getBytes(US_ASCII));
        MessageWriter.write(entry, out);
        out.write("\n\n".getBytes(US_ASCII));
        sent = Optional.of(position);
      }
    } catch (StorageException e) {
      EventWriter.problem(Problem.of(ProblemType.STORAGE_FAULT, e.getMessage()), out);
      throw e;
    }
    out.flush();
    return sent;
  }

  /**
   * Where a stream waits for messages. The end of its client interrupts only this: an interrupt
   * during a write would close the connection under Tomcat's hands.
   */
  private static final class Wait {
    private final ReadableLog messages;
    private Thread waiting;
    private boolean ended;

    Wait(ReadableLog messages) {
      this.messages = messages;
    }

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
