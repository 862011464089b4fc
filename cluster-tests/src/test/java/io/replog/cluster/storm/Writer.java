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

  /** Whom it writes to, what it asks for, and which answers are right. */
  interface Addressee {

    /** Whom the next attempt goes to. */
    Client next(RandomGenerator random);

    List<Concern> concerns();

    /** Statuses by which the contract lets a node promise that nothing was stored. */
    List<Integer> refusals();

    /** Statuses that promise nothing, and are right under the faults of this storm. */
    List<Integer> excuses();
  }

  /**
   * A write concern.
   *
   * @param asked as it is sent
   * @param nodes how many it means at least
   */
  record Concern(Object asked, int nodes) {

    static Concern of(int w) {
      return new Concern(w, w);
    }

    /** Whether it names a majority, or all. */
    boolean isMajority() {
      return asked instanceof String;
    }
  }

  /** A master and two secondaries. */
  record Fixed(Client master) implements Addressee {

    @Override
    public Client next(RandomGenerator random) {
      return master;
    }

    @Override
    public List<Concern> concerns() {
      return List.of(Concern.of(1), Concern.of(1), Concern.of(2), Concern.of(2), Concern.of(3));
    }

    @Override
    public List<Integer> refusals() {
      return List.of(400, 409, 413, 503);
    }

    @Override
    public List<Integer> excuses() {
      return List.of();
    }
  }

  /** Turns left out after an attempt without an answer, as hammering a dead node proves nothing. */
  private static final int PATIENCE = 20;

  private final String name;
  private final Addressee addressee;
  private final Recorder recorder;
  private final RandomGenerator random;
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private int count;
  private String id;
  private boolean settled = true;
  private int turnsToLeaveOut;

  Writer(String name, Addressee addressee, Recorder recorder, RandomGenerator random) {
    this.name = name;
    this.addressee = addressee;
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
    List<Concern> concerns = addressee.concerns();
    Write write = attempt(addressee.next(random), concerns.get(random.nextInt(concerns.size())));
    recorder.add(write);
    settled = write.outcome().isAcknowledged();
    turnsToLeaveOut = write.outcome() == Outcome.UNKNOWN ? PATIENCE : 0;
  }

  private Write attempt(Client node, Concern w) {
    String message = "message of " + id;
    Map<String, Object> body =
        Map.of(
            "message", message, "id", id, "w", w.asked(), "timeout_ms", random.nextInt(100, 1_500));
    long sent = System.nanoTime();
    try {
      Answer answer =
          node.send(node.json("POST", "/messages", body).timeout(Duration.ofSeconds(6)).build());
      return read(answer, message, w, sent);
    } catch (UncheckedIOException e) {
      return unknown(message, w, sent);
    }
  }

  private Write unknown(String message, Concern w, long sent) {
    return new Write(
        id,
        message,
        sent,
        System.nanoTime(),
        w.nodes(),
        Outcome.UNKNOWN,
        Write.NO_ORDER,
        List.of(),
        w.isMajority(),
        false);
  }

  private Write read(Answer answer, String message, Concern w, long sent) {
    Outcome outcome = outcome(answer);
    boolean told = outcome.isAcknowledged() || outcome == Outcome.PENDING;
    return new Write(
        id,
        message,
        sent,
        System.nanoTime(),
        Math.max(w.nodes(), answer.json().path("w").asInt()),
        outcome,
        told ? answer.order() : Write.NO_ORDER,
        told ? answer.acks() : List.of(),
        w.isMajority(),
        answer.json().path("survives_failover").asBoolean());
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
      // A node that passed the request on and lost the master knows no order.
      return answer.json().has("order") ? Outcome.PENDING : Outcome.UNKNOWN;
    }
    if (problem.startsWith("urn:replog:")) {
      if (addressee.refusals().contains(status)) {
        return Outcome.REFUSED;
      }
      if (addressee.excuses().contains(status)) {
        return Outcome.UNKNOWN;
      }
    }
    unexpected.add(answer.toString());
    return Outcome.UNKNOWN;
  }

  /** Answers that no fault excuses. */
  List<String> unexpected() {
    return List.copyOf(unexpected);
  }
}
