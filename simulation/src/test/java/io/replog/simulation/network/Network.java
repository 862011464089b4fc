package io.replog.simulation.network;

import io.replog.simulation.Trace;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Everything between the nodes. What is sent stays on its way until {@link #moveOne} draws it, so
 * anything overtakes anything, and what a dead master sent may arrive at any later time.
 */
public final class Network {

  /** A node that can be asked, with the process that it is. */
  public record Server(SimulatedProcess process, Answering node) {}

  private record Cut(String from, String to) {}

  private final RandomGenerator random;
  private final Function<String, Optional<Server>> servers;
  private final Trace trace;
  private final List<Packet> requests = new ArrayList<>();
  private final List<Packet> served = new ArrayList<>();
  private final List<Packet> answers = new ArrayList<>();
  private final Set<Cut> cuts = new HashSet<>();
  private Faults faults = Faults.NONE;
  private int sent;

  /** {@code servers}: who answers under a name now. */
  public Network(RandomGenerator random, Function<String, Optional<Server>> servers, Trace trace) {
    this.random = random;
    this.servers = servers;
    this.trace = trace;
  }

  public void set(Faults faults) {
    this.faults = faults;
  }

  /** Nothing gets from one node to another until {@link #heal}; the other way is open. */
  public void cut(String from, String to) {
    cuts.add(new Cut(from, to));
  }

  public void heal() {
    cuts.clear();
  }

  Packet send(
      SimulatedProcess from, String to, String what, boolean background, Question<?> question) {
    Packet packet = new Packet(sent++, from, to, what, question, background);
    if (from.isClosed()) {
      trace.violated("sent after its role was closed: " + packet);
    }
    requests.add(packet);
    return packet;
  }

  /** The sender ends the call; it may arrive all the same. */
  void giveUp(Packet packet) {
    if (packet.isAwaited()) {
      packet.fail("given up");
    }
  }

  /** {@code process} ended: what it was working on is not answered. */
  public void ended(SimulatedProcess process) {
    for (Packet packet : List.copyOf(served)) {
      if (packet.server() == process) {
        served.remove(packet);
        packet.reset();
        answers.add(packet);
      }
    }
  }

  /** Lets one message go one way; says whether there was one. */
  public boolean moveOne() {
    int all = requests.size() + answers.size();
    if (all == 0) {
      return false;
    }
    int chosen = random.nextInt(all);
    if (isBackground(chosen) && random.nextInt(4) > 0) {
      chosen = random.nextInt(all); // They go on for ever; most steps are for the others.
    }
    if (chosen < requests.size()) {
      arrive(requests.remove(chosen));
    } else {
      comeBack(answers.remove(chosen - requests.size()));
    }
    return true;
  }

  private boolean isBackground(int chosen) {
    return (chosen < requests.size() ? requests.get(chosen) : answers.get(chosen - requests.size()))
        .isBackground();
  }

  private void arrive(Packet packet) {
    if (isCut(packet.from().name(), packet.to()) || random.nextDouble() < faults.lose()) {
      trace.add("lost " + packet);
      packet.fail("no answer");
      return;
    }
    if (random.nextDouble() < faults.late() && packet.isAwaited()) {
      trace.add("late " + packet);
      packet.fail("no answer in time");
      requests.add(packet);
      return;
    }
    if (random.nextDouble() < faults.repeat()) {
      requests.add(packet.again(sent++));
    }
    Optional<Server> server = servers.apply(packet.to());
    if (server.isEmpty()) {
      packet.fail("connection refused");
      return;
    }
    serve(packet, server.get());
  }

  private void serve(Packet packet, Server server) {
    trace.add("arrived " + packet);
    served.add(packet);
    packet.begin(server.process());
    server
        .process()
        .start(
            "requests",
            () -> {
              packet.ask(server.node());
              served.remove(packet);
              answers.add(packet);
            });
  }

  private void comeBack(Packet packet) {
    if (!packet.isAwaited()) {
      return;
    }
    if (isCut(packet.to(), packet.from().name()) || random.nextDouble() < faults.loseAnswer()) {
      trace.add("lost the answer to " + packet);
      packet.fail("no answer");
    } else {
      trace.add("answered " + packet);
      packet.deliverAnswer();
    }
  }

  private boolean isCut(String from, String to) {
    return cuts.contains(new Cut(nodeOf(from), nodeOf(to)));
  }

  /** Processes are named for their node and the number of their start. */
  private static String nodeOf(String process) {
    int end = process.indexOf('.');
    return end < 0 ? process : process.substring(0, end);
  }
}
