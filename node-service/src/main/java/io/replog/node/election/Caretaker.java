package io.replog.node.election;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import io.replog.election.Elections;
import io.replog.election.Peer;
import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the election while the node runs: while this node is the elected one, it keeps the
 * engine's members equal to the recorded voters, and hands a reign that does not open, or reaches
 * no majority of the voters, to another voter. A node that can write no more, as its disk failed,
 * ends: another one is to be master at once, and whoever supervises the process sees it.
 */
public final class Caretaker implements Runnable, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Caretaker.class);

  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String self;
  private final Elections elections;
  private final ElectedNode node;
  private final DurableLog log;
  private final Runnable watching;
  private final Runnable end;
  private final ReignWatch reign = new ReignWatch(PATIENCE.toNanos());
  private final CountDownLatch closed = new CountDownLatch(1);

  private CompletableFuture<Void> changing = CompletableFuture.completedFuture(null);
  private String lastTrouble = "";
  private boolean ends;

  /**
   * @param watching called every now and then, must not block
   * @param end hands over and ends the process; must not block
   */
  public Caretaker(Elections elections, ElectedNode node, Runnable watching, Runnable end) {
    this.self = node.identity().id();
    this.elections = elections;
    this.node = node;
    this.log = node.log();
    this.watching = watching;
    this.end = end;
  }

  @Override
  public void run() {
    try {
      while (!closed.await(EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      watching.run();
      endIfBroken();
      // Sooner, the engine leads but takes no changes yet.
      if (!ends && node.reigning().isPresent()) {
        alignMembers();
      }
      giveUpIfStuck();
    } catch (RuntimeException e) {
      trouble("cannot look after the election: " + e, e);
    }
  }

  private void endIfBroken() {
    Optional<StorageException> failure = log.failure();
    if (!ends && failure.isPresent()) {
      ends = true;
      logger.error("this node can store nothing more, so it ends: {}", failure.get().getMessage());
      end.run();
    }
  }

  private void alignMembers() {
    Optional<Voters> voters = log.facts().voters();
    if (voters.isEmpty() || voters.get().isChanging() || !changing.isDone()) {
      return;
    }
    List<Peer> wanted = voters.get().now().stream().map(Caretaker::peer).toList();
    if (!wanted.stream().map(Peer::id).toList().contains(self)
        || new HashSet<>(wanted).equals(new HashSet<>(elections.members()))) {
      return;
    }
    changing =
        elections
            .members(wanted)
            .handle(
                (done, failure) -> {
                  if (failure == null) {
                    logger.info("those who elect are {}", names(voters.get().now()));
                  } else {
                    trouble("not all voters elect yet: " + Failures.reason(failure), null);
                  }
                  return null;
                });
  }

  /** A voter as its election engine is reached. */
  public static Peer peer(Voter voter) {
    return new Peer(voter.id(), voter.url().getHost(), voter.electionPort());
  }

  private static List<String> names(List<Voter> voters) {
    return voters.stream().map(Voter::server).toList();
  }

  private void giveUpIfStuck() {
    Optional<MasterRole> role = node.reigning();
    boolean takesOver = role.filter(each -> each.mode().isRecovering()).isPresent();
    // The election may work where the way of the messages does not.
    boolean isAlone = role.filter(each -> !takesOver && reachesNoMajority(each)).isPresent();
    long reached = takesOver ? log.length() : 0;
    if (!reign.isOver(takesOver || isAlone, reached, System.nanoTime())) {
      return;
    }
    Optional<String> heir = heir();
    if (heir.isPresent()) {
      logger.warn(
          "this node is the elected one, and {} for {} s: {} is to be master",
          takesOver ? "could not open" : "reached no majority of the voters",
          PATIENCE.toSeconds(),
          Voter.server(heir.get()));
      var unused =
          elections
              .handOver(heir.get())
              .exceptionally(
                  failure -> {
                    trouble("the hand-over failed: " + Failures.reason(failure), null);
                    return null;
                  });
    }
  }

  private static boolean reachesNoMajority(MasterRole role) {
    ClusterView view = role.view();
    return view.healthy() < WriteConcern.majorityOf(view.nodes());
  }

  /** Another voter that elects; a different one each time, as one of them may be down. */
  private Optional<String> heir() {
    List<String> others =
        elections.members().stream().map(Peer::id).filter(id -> !id.equals(self)).toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(others.get(Math.floorMod(elections.term(), others.size())));
  }

  /** Logs each trouble once, until another one. */
  private synchronized void trouble(String line, Throwable unforeseen) {
    if (!line.equals(lastTrouble)) {
      lastTrouble = line;
      logger.warn(line, unforeseen);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
