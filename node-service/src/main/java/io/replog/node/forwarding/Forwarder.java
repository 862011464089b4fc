package io.replog.node.forwarding;

import io.replog.http.client.Forwarding;
import io.replog.http.client.Forwarding.Answered;
import io.replog.http.client.Forwarding.Forwarded;
import io.replog.http.client.Forwarding.Lost;
import io.replog.http.client.Forwarding.NotSent;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.master.Route;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passes requests on to the master, whoever that is by then. It tries again as long as nothing can
 * have been stored; once a request may have reached a master that was lost, its outcome is not
 * known here, and the client is told so.
 */
final class Forwarder {

  private static final int RETRY_AFTER_SECONDS = 1;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int SERVICE_UNAVAILABLE = 503;

  /** Refusals by which a node stored nothing, and after which another may be master soon. */
  private static final Set<String> NOT_NOW =
      Stream.of(
              ProblemType.NO_MASTER,
              ProblemType.RECOVERING,
              ProblemType.FENCED,
              ProblemType.SHUTTING_DOWN)
          .map(type -> type.uri().toString())
          .collect(Collectors.toSet());

  private final Route route;
  private final Forwarding forwarding;
  private final Shutdown shutdown;
  private final Duration wait;

  /** {@code wait}: how long a request without a timeout waits for a master. */
  Forwarder(Route route, Forwarding forwarding, Shutdown shutdown, Duration wait) {
    this.route = route;
    this.forwarding = forwarding;
    this.shutdown = shutdown;
    this.wait = wait;
  }

  /** The calls of one client's request; the client may go away at any time. */
  final class Passing {
    private final PassedOn request;
    private Forwarding.Call call;
    private boolean gone;

    private Passing(PassedOn request) {
      this.request = request;
    }

    /**
     * Blocks until there is an answer.
     *
     * @throws ProblemException if there is none
     */
    Answered answer() throws InterruptedException {
      long deadline = System.nanoTime() + request.timeout().orElse(wait).toNanos();
      while (true) {
        Optional<Answered> answer = attempt();
        if (answer.isPresent()) {
          return answer.get();
        }
        if (System.nanoTime() - deadline >= 0 || shutdown.begun() || isGone()) {
          throw noMaster();
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    }

    /** Empty if nothing was stored, and another attempt may help. */
    private Optional<Answered> attempt() {
      Optional<Master> target = route.toAsk();
      if (target.isEmpty() || !begin(target.get())) {
        return Optional.empty();
      }
      return switch (call.send()) {
        case Answered answered -> Optional.of(answered).filter(each -> !isNotNow(each));
        case NotSent unreached -> Optional.empty();
        case Lost lost -> throw lost(target.get(), lost.why());
      };
    }

    private synchronized boolean begin(Master target) {
      if (gone) {
        return false;
      }
      call =
          forwarding.call(
              new Forwarded(
                  request.method(),
                  request.target(target.url()),
                  request.headers(),
                  request.body(),
                  request.timeout()));
      return true;
    }

    private synchronized boolean isGone() {
      return gone;
    }

    /** The client is gone: nobody waits for the answer. Does not block. */
    synchronized void end() {
      gone = true;
      if (call != null) {
        call.cancel();
      }
    }

    private ProblemException lost(Master target, String why) {
      String detail =
          "the master %s was lost after this node had passed the request on (%s): it may have been "
              .formatted(target.id(), why);
      return request
          .id()
          .map(
              id ->
                  ProblemException.retryAfter(
                      RETRY_AFTER_SECONDS,
                      Problem.of(
                              ProblemType.OUTCOME_PENDING,
                              detail
                                  + "stored; the same id again, to any node, tells and resumes the"
                                  + " wait")
                          .with("id", id)))
          .orElseGet(
              () ->
                  new ProblemException(
                      ProblemType.OUTCOME_UNKNOWN,
                      detail
                          + (request.writes()
                              ? "stored; the same request again is safe where its messages have ids"
                              : "done; the same request again, to any node, tells, and does what"
                                  + " is left of it")));
    }
  }

  Passing pass(PassedOn request) {
    return new Passing(request);
  }

  /** Waits for a master to send the client to. */
  Master await(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (true) {
      Optional<Master> known = route.known();
      if (known.isPresent()) {
        return known.get();
      }
      if (System.nanoTime() - deadline >= 0 || shutdown.begun()) {
        throw noMaster();
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  static ProblemException noMaster() {
    return ProblemException.retryAfter(
        RETRY_AFTER_SECONDS,
        Problem.of(ProblemType.NO_MASTER, "no node is master now; nothing was stored"));
  }

  private static boolean isNotNow(Answered answer) {
    if (answer.status() != SERVICE_UNAVAILABLE) {
      return false;
    }
    try {
      JsonFields problem = StrictJson.object(answer.body());
      return problem.text("type").filter(NOT_NOW::contains).isPresent();
    } catch (ProblemException e) {
      return false;
    }
  }
}
