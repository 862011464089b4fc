package io.replog.simulation.network;

import io.replog.core.transport.TransportException;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.concurrent.CompletableFuture;

/** A question on its way to a node, or its answer on the way back. */
final class Packet {

  private record Answer(Object value, TransportException refusal) {}

  private final int number;
  private final SimulatedProcess from;
  private final String to;
  private final String what;
  private final Question<?> question;
  private final boolean background;
  private final CompletableFuture<Answer> answered = new CompletableFuture<>();
  private Answer answer;
  private SimulatedProcess server;

  Packet(
      int number,
      SimulatedProcess from,
      String to,
      String what,
      Question<?> question,
      boolean background) {
    this.number = number;
    this.from = from;
    this.to = to;
    this.what = what;
    this.question = question;
    this.background = background;
  }

  String to() {
    return to;
  }

  SimulatedProcess from() {
    return from;
  }

  /** The process that works on it, or did. */
  SimulatedProcess server() {
    return server;
  }

  /** Whether it belongs to what goes on for ever, also when there is nothing to do. */
  boolean isBackground() {
    return background;
  }

  /** The same once more, for which nobody waits. */
  Packet again(int number) {
    return new Packet(number, from, to, what, question, false);
  }

  boolean isAwaited() {
    return !answered.isDone() && from.isAlive();
  }

  void begin(SimulatedProcess server) {
    this.server = server;
  }

  /** Does what it asks for, on a thread of its server. */
  void ask(Answering node) {
    try {
      answer = new Answer(question.ask(node), null);
    } catch (TransportException e) {
      answer = new Answer(null, e);
    } catch (RuntimeException e) {
      answer = new Answer(null, new TransportException("answered 500: " + e, e));
    }
  }

  /** The server's process ended before it had answered. */
  void reset() {
    answer = new Answer(null, new TransportException("connection reset"));
  }

  void deliverAnswer() {
    answered.complete(answer);
  }

  void fail(String why) {
    answered.complete(new Answer(null, new TransportException(why)));
  }

  /** Waits on the thread that asked. */
  Object await() throws TransportException {
    Answer given = answered.join();
    if (given.refusal() != null) {
      throw given.refusal();
    }
    return given.value();
  }

  @Override
  public String toString() {
    return "#" + number + " " + from + ">" + to + " " + what;
  }
}
