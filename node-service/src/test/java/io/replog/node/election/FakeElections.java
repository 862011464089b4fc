package io.replog.node.election;

import io.replog.election.ControlState;
import io.replog.election.Elections;
import io.replog.election.Grant;
import io.replog.election.Peer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** In which nobody is elected; the members and the leader are what a test says. */
public final class FakeElections implements Elections {

  public volatile List<Peer> members = List.of();
  public volatile Optional<String> leader = Optional.empty();

  @Override
  public void start(Listener listener) {}

  @Override
  public void found() {}

  @Override
  public CompletableFuture<Void> grant(Grant grant) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<Void> members(List<Peer> peers) {
    return new CompletableFuture<>();
  }

  @Override
  public List<Peer> members() {
    return members;
  }

  @Override
  public CompletableFuture<Void> handOver(String id) {
    return new CompletableFuture<>();
  }

  @Override
  public ControlState state() {
    return null;
  }

  @Override
  public Optional<String> leader() {
    return leader;
  }

  @Override
  public long term() {
    return 0;
  }

  @Override
  public void close() {}
}
