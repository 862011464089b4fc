package io.replog.election.ratis;

import io.replog.election.ControlState;
import io.replog.election.ElectionException;
import io.replog.election.Elections;
import io.replog.election.Grant;
import io.replog.election.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elections by a Ratis server in this process. A thread of its own starts the server, then calls
 * the listener.
 */
public final class RatisElections implements Elections {

  private static final Logger LOG = LoggerFactory.getLogger(RatisElections.class);

  /** The engine completes replies under its locks: whoever waits for one goes on elsewhere. */
  private static final Executor ELSEWHERE = Thread::startVirtualThread;

  private final RatisSettings settings;
  private final long known;
  private final Hints hints = new Hints();
  private final CompletableFuture<Engine> started = new CompletableFuture<>();
  private Thread thread;
  private boolean closed;

  /**
   * @param known a term, or an epoch, that the elections had reached when this node was last
   *     written to; 0 if it never was
   */
  public RatisElections(RatisSettings settings, long known) {
    this.settings = settings;
    this.known = known;
  }

  @Override
  public synchronized void start(Listener listener) {
    if (thread != null || closed) {
      throw new IllegalStateException("elections are started once");
    }
    thread =
        Thread.ofPlatform()
            .name("elections-" + settings.self().id())
            .daemon()
            .start(() -> run(listener));
  }

  private void run(Listener listener) {
    try {
      started.complete(new Engine(settings, known, hints));
      LOG.info("Elections started as {} at {}", settings.self().id(), settings.self().address());
    } catch (IOException | RuntimeException | Error failed) {
      hints.ended(failed);
      started.completeExceptionally(failed);
    }
    new Announcer(hints, this::standing, listener, settings.timing().lookEvery()).run();
  }

  private Standing standing() {
    Engine engine = started.join();
    if (engine.over()) {
      throw new IllegalStateException("the engine has closed itself");
    }
    return engine.standing();
  }

  @Override
  public void found() {
    synchronized (this) {
      if (thread == null || closed) {
        throw new IllegalStateException("elections are not started");
      }
    }
    try {
      started.join().found();
      LOG.info("Founded a group as {}", settings.self().id());
    } catch (IOException | CompletionException failed) {
      throw new ElectionException("the group could not be founded", failed);
    }
  }

  @Override
  public CompletableFuture<Void> grant(Grant grant) {
    return ask(requests -> requests.write(GrantCodec.encode(grant)))
        .thenAccept(
            reply -> {
              String answer = reply.getMessage().getContent().toString(StandardCharsets.UTF_8);
              if (!answer.equals(ControlStateMachine.GRANTED)) {
                throw new ElectionException("the grant does not count: " + answer);
              }
            });
  }

  @Override
  public CompletableFuture<Void> members(List<Peer> peers) {
    if (!peers.contains(settings.self())) {
      throw new IllegalArgumentException("a leader does not remove itself: it hands over first");
    }
    if (peers.stream().map(Peer::id).distinct().count() != peers.size()) {
      throw new IllegalArgumentException("a voter id is there twice: " + peers);
    }
    return change(peers.stream().map(Requests::raft).toList());
  }

  /** One change after another, each decided by what the one before has left. */
  private CompletableFuture<Void> change(List<RaftPeer> wanted) {
    return CompletableFuture.supplyAsync(
            () -> MemberChange.next(engine().members(), wanted), ELSEWHERE)
        .thenCompose(
            change ->
                ask(requests -> requests.change(change.arguments()))
                    .thenCompose(
                        done ->
                            change.last()
                                ? CompletableFuture.completedFuture(null)
                                : change(wanted)));
  }

  @Override
  public CompletableFuture<Void> handOver(String id) {
    long most = settings.timing().answerWithin().toMillis();
    return ask(requests -> requests.transfer(id, most)).thenAccept(done -> {});
  }

  /** A request to this node's own server; the reply says that it was done, or the future fails. */
  private CompletableFuture<RaftClientReply> ask(Request request) {
    return CompletableFuture.supplyAsync(() -> send(request), ELSEWHERE)
        .thenCompose(reply -> reply)
        .orTimeout(settings.timing().answerWithin().toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync(RatisElections::done, ELSEWHERE);
  }

  /** Sends something to the engine, and does not wait for its reply. */
  private interface Request {
    CompletableFuture<RaftClientReply> send(Requests requests) throws IOException;
  }

  private CompletableFuture<RaftClientReply> send(Request request) {
    try {
      return request.send(engine().requests());
    } catch (IOException failed) {
      throw new CompletionException(failed);
    }
  }

  private static RaftClientReply done(RaftClientReply reply, Throwable failure) {
    if (failure != null) {
      throw failure instanceof ElectionException known
          ? known
          : new ElectionException("the engine did not answer", failure);
    }
    return Requests.check(reply);
  }

  /** The engine, if it has started. */
  Engine engine() {
    return running().orElseThrow(() -> new ElectionException("the engine has not started"));
  }

  private Optional<Engine> running() {
    return started.isDone() && !started.isCompletedExceptionally()
        ? Optional.of(started.join())
        : Optional.empty();
  }

  @Override
  public List<Peer> members() {
    return running().map(Engine::peers).orElseGet(List::of);
  }

  @Override
  public ControlState state() {
    return running().map(Engine::state).orElse(ControlState.EMPTY);
  }

  @Override
  public Optional<String> leader() {
    return running().flatMap(engine -> engine.standing().leader());
  }

  @Override
  public long term() {
    return running().map(engine -> engine.standing().term()).orElse(0L);
  }

  @Override
  public void close() {
    Thread caller;
    synchronized (this) {
      closed = true;
      caller = thread;
    }
    if (caller == null) {
      return;
    }
    hints.stop();
    started
        .handle((engine, failure) -> Optional.ofNullable(engine))
        .join()
        .ifPresent(Engine::close);
    if (Thread.currentThread() != caller) {
      await(caller);
    }
  }

  private void await(Thread caller) {
    try {
      if (!caller.join(settings.timing().answerWithin())) {
        LOG.warn("What hears of elections is still busy with the last one");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
