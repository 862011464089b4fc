package io.replog.simulation.network;

import io.replog.master.recovery.Peer;
import io.replog.master.replication.LinkException;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.simulation.threads.SimulatedProcess;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** A secondary as one run of a take-over sees it; remembers whether that run reached it. */
public final class SimulatedPeer implements Peer {

  private interface Call<T> {
    T make() throws LinkException;
  }

  private final String name;
  private final SimulatedLink link;
  private boolean answered;
  private boolean failed;

  public SimulatedPeer(Network network, SimulatedProcess from, String name) {
    this.name = name;
    this.link = new SimulatedLink(network, from, name);
  }

  /** Whether it answered whatever it was asked, and refused nothing. */
  public boolean wasReached() {
    return answered && !failed;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws IOException {
    return call(() -> link.status(at));
  }

  @Override
  public OptionalLong announce(Delivery greeting) throws IOException {
    return call(
        () -> {
          try {
            link.deliver(greeting);
            return OptionalLong.empty();
          } catch (LinkException.Stale e) {
            failed = true;
            return OptionalLong.of(e.epoch());
          }
        });
  }

  @Override
  public List<LogEntry> entries(long from, int limit) throws IOException {
    return call(() -> link.entries(from, limit));
  }

  private <T> T call(Call<T> call) throws IOException {
    try {
      T answer = call.make();
      answered = true;
      return answer;
    } catch (LinkException e) {
      failed = true;
      throw new IOException(e.getMessage(), e);
    }
  }
}
