package io.replog.cluster.storm;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.history.Outcome;
import io.replog.cluster.history.Recorder;
import io.replog.cluster.history.Write;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/** Writes as a careful client does: under an id, again where the outcome is not known. */
final class Writer implements Runnable {

  /** What the contract lets a master answer. */
  private static final List<Integer> REFUSALS = List.of(400, 409, 413, 503);

  private static final List<Integer> CONCERNS = List.of(1, 1, 2, 2, 3);

  /** Turns left out after an attempt without an answer, as hammering a dead node proves nothing. */
  private static final int PATIENCE = 20;

  private final String name;
  private final Client master;
  private final Recorder recorder;
  private final RandomGenerator random;
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private int count;
  private String id;
  private boolean settled = true;
  private int turnsToLeaveOut;

  Writer(String name, Client master, Recorder recorder, RandomGenerator random) {
    this.name = name;
    this.master = master;
    this.recorder = recorder;
    this.random = random;
  }

  /** One attempt: at a new message, or again at the last one. */
  @Override
  public void run() {
    if (turnsToLeaveOut > 0) {
      turnsToLeaveOut--;
      return;
    }
    boolean repeat = count > 0 && (settled ? random.nextInt(20) == 0 : random.nextInt(10) > 0);
    if (!repeat) {
      id = name + "-" + count++;
    }
    Write write = attempt(CONCERNS.get(random.nextInt(CONCERNS.size())));
    recorder.add(write);
    settled = write.outcome().isAcknowledged();
    turnsToLeaveOut = write.outcome() == Outcome.UNKNOWN ? PATIENCE : 0;
  }

  private Write attempt(int w) {
    String message = "message of " + id;
    Map<String, Object> body =
        Map.of("message", message, "id", id, "w", w, "timeout_ms", random.nextInt(100, 1_500));
    long sent = System.nanoTime();
    try {
      Answer answer =
          master.send(
              master.json("POST", "/messages", body).timeout(Duration.ofSeconds(6)).build());
      return read(answer, message, w, sent);
    } catch (UncheckedIOException e) {
      return write(message, w, sent, Outcome.UNKNOWN, Write.NO_ORDER, List.of());
    }
  }

  private Write read(Answer answer, String message, int w, long sent) {
    Outcome outcome = outcome(answer);
    boolean told = outcome.isAcknowledged() || outcome == Outcome.PENDING;
    return write(
        message,
        w,
        sent,
        outcome,
        told ? answer.order() : Write.NO_ORDER,
        told ? answer.acks() : List.of());
  }

  private Write write(
      String message, int w, long sent, Outcome outcome, long order, List<String> acks) {
    return new Write(id, message, sent, System.nanoTime(), w, outcome, order, acks);
  }

  private Outcome outcome(Answer answer) {
    int status = answer.status();
    if (status == 201) {
      return Outcome.CREATED;
    }
    if (status == 200) {
      return Outcome.DUPLICATE;
    }
    String problem = answer.json().path("type").asText();
    if (status == 504 || problem.endsWith(":outcome-pending")) {
      return Outcome.PENDING;
    }
    if (REFUSALS.contains(status) && problem.startsWith("urn:replog:")) {
      return Outcome.REFUSED;
    }
    unexpected.add(answer.toString());
    return Outcome.UNKNOWN;
  }

  /** Answers that no fault excuses. */
  List<String> unexpected() {
    return List.copyOf(unexpected);
  }
}
