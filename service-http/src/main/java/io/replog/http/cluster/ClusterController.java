package io.replog.http.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.client.PeerClient;
import io.replog.http.cluster.ClusterWatch.Seen;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.node.NodeProperties;
import io.replog.http.streaming.EventStreams;
import io.replog.http.streaming.EventWriter;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /cluster}, once, and as a stream of views with what happens between them. */
@RestController
class ClusterController {

  /** The longest silence of the stream, by which readers know soon that a quiet node lives. */
  private static final Duration SIGN = Duration.ofSeconds(2);

  private final KnownCluster known;
  private final ClusterWatch watch;
  private final Shutdown shutdown;
  private final ObjectMapper json;
  private final EventStreams open;

  /** The longest silence that is allowed, and the longest that a reader may take for one view. */
  private final Duration longestSilence;

  ClusterController(
      KnownCluster known,
      ClusterWatch watch,
      Shutdown shutdown,
      NodeProperties properties,
      ObjectMapper json) {
    this.known = known;
    this.watch = watch;
    this.shutdown = shutdown;
    this.json = json;
    this.open = new EventStreams(properties.limits().clusterStreams());
    this.longestSilence = properties.limits().streamHeartbeat();
    shutdown.onBegin(watch::wake);
  }

  @GetMapping(path = "/cluster", produces = MediaType.APPLICATION_JSON_VALUE)
  ClusterBody cluster(HttpServletRequest request) {
    boolean askedByNode = request.getHeader(PeerClient.HOP) != null;
    return (askedByNode ? known.own() : known.now()).reachedAt(OwnAddress.asReachedBy(request));
  }

  @GetMapping(path = "/cluster/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void stream(HttpServletRequest request, HttpServletResponse response) {
    if (request.getMethod().equals("HEAD")) {
      EventWriter.head(response);
      return;
    }
    String url = OwnAddress.asReachedBy(request);
    AtomicBoolean gone = new AtomicBoolean();
    Runnable leave =
        () -> {
          gone.set(true);
          watch.wake();
        };
    open.open(
        request,
        leave,
        () -> {
          watch.enter();
          try {
            send(url, gone, response);
          } finally {
            watch.leave();
          }
        });
  }

  private void send(String url, AtomicBoolean gone, HttpServletResponse response)
      throws IOException, InterruptedException {
    EventWriter.head(response);
    OutputStream out = response.getOutputStream();
    EventWriter.comment(out);
    Duration silence = SIGN.compareTo(longestSilence) < 0 ? SIGN : longestSilence;
    long number = 0;
    long happened = 0;
    while (!shutdown.begun() && !gone.get()) {
      Optional<Seen> next = watch.after(number, silence, () -> shutdown.begun() || gone.get());
      if (next.isEmpty()) {
        EventWriter.comment(out);
        continue;
      }
      Seen seen = next.get();
      byte[] view = json.writeValueAsBytes(seen.cluster().reachedAt(url));
      long began = System.nanoTime();
      for (Happened each : seen.happenedAfter(happened)) {
        EventWriter.event("happened", json.writeValueAsBytes(each), out);
      }
      EventWriter.event("view", view, out);
      out.flush();
      number = seen.number();
      happened = seen.happened();
      if (System.nanoTime() - began > longestSilence.toNanos()) {
        EventWriter.problem(tooSlow(), out);
        return;
      }
    }
  }

  private Problem tooSlow() {
    return Problem.of(
        ProblemType.OVERLOADED,
        "this reader took longer than %d ms for one view".formatted(longestSilence.toMillis()));
  }
}
