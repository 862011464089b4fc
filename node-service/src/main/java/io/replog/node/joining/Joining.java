package io.replog.node.joining;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.core.transport.TransportException;
import io.replog.election.Elections;
import io.replog.http.client.PeerClient;
import io.replog.log.DurableLog;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster to take this node in while it does not vote and should: one that is added, or
 * that lost its disk. It asks until it is among the recorded voters, of whoever is master by then.
 * A node that was removed does not ask.
 */
public final class Joining implements Runnable, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Joining.class);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Statuses from here on are refusals. */
  private static final int REFUSED = 300;

  /** Statuses from here on say nothing about the cluster. */
  private static final int NOT_KNOWN = 500;

  /** Bound of the lines that are remembered as logged. */
  private static final int MAX_SAID = 20;

  /**
   * Whom to ask.
   *
   * @param nodes nodes of the cluster, as the configuration has them
   * @param joins whether this node is started to be taken in
   */
  public record Cluster(List<URI> nodes, boolean joins) {}

  /**
   * The ways to other nodes.
   *
   * @param nodes to what they have stored
   * @param asking to have this node taken in
   */
  public record Ways(SecondaryClients nodes, Asking asking) {}

  /** Asks a node to have this one taken in, and does not wait for that. */
  @FunctionalInterface
  public interface Asking {
    PeerClient.Answer ask(URI node) throws TransportException;
  }

  private final Voter self;
  private final Cluster cluster;
  private final DurableLog log;
  private final Elections elections;
  private final Ways ways;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<String> said = new HashSet<>();
  private Duration pause = SHORTEST_PAUSE;
  private volatile Standing standing = Standing.UNKNOWN;
  private volatile List<Voters> lastTold = List.of();

  public Joining(Voter self, Cluster cluster, DurableLog log, Elections elections, Ways ways) {
    this.self = self;
    this.cluster = cluster;
    this.log = log;
    this.elections = elections;
    this.ways = ways;
  }

  /** What this node is to its cluster, as far as it knows. */
  public Standing standing() {
    return standing;
  }

  /** The newest record of the voters that this node has stored or was told of. */
  public Optional<Voters> voters() {
    return Standing.newest(log.facts().voters(), lastTold);
  }

  @Override
  public void run() {
    try {
      do {
        look();
      } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: finds out what this node is to the cluster, and asks if need be. */
  void look() {
    try {
      if (standing == Standing.VOTER && elections.leader().isPresent()) {
        return; // The election would tell if it were removed.
      }
      Map<URI, Voters> told = told();
      lastTold = List.copyOf(told.values());
      Standing now = Standing.of(self, log.facts().voters(), told.values(), cluster.joins());
      become(now);
      if (now == Standing.NEWCOMER && !told.isEmpty()) {
        askOneOf(told.keySet());
      } else if (now == Standing.VOTER) {
        pause = SHORTEST_PAUSE;
      } else {
        pauseLonger();
      }
    } catch (RuntimeException e) {
      say("cannot look for the cluster: " + e, e);
    }
  }

  private void become(Standing now) {
    if (now == standing) {
      return;
    }
    boolean asked = standing == Standing.NEWCOMER;
    standing = now;
    said.clear();
    switch (now) {
      case VOTER -> {
        if (asked) {
          logger.info("this node was taken in: it is a voter");
        }
      }
      case REMOVED ->
          logger.error(
              "the cluster removed this node: it stores and answers what it has, and counts for"
                  + " nothing; POST /cluster/nodes takes it in again");
      case NEWCOMER -> logger.info("this node is no voter: it asks the cluster to take it in");
      case UNKNOWN -> {}
    }
  }

  /** The records of the voters that other nodes have stored. */
  private Map<URI, Voters> told() {
    Set<URI> asked = new LinkedHashSet<>(cluster.nodes());
    log.facts().voters().ifPresent(all -> all.all().forEach(voter -> asked.add(voter.url())));
    asked.remove(self.url());
    Map<URI, Voters> told = new LinkedHashMap<>();
    for (URI url : asked) {
      try (SecondaryClient client = ways.nodes().connect(url)) {
        Voters record = client.status(OptionalLong.empty()).voters();
        if (record != null) {
          told.put(url, record);
        }
      } catch (TransportException e) {
        logger.debug("{} did not answer: {}", url, e.getMessage());
      }
    }
    if (told.isEmpty() && cluster.joins()) {
      say("no node of a cluster answers at " + asked, null);
    }
    return told;
  }

  /** The first that knows whether: a node may answer, and not reach the master. */
  private void askOneOf(Set<URI> nodes) {
    for (URI url : nodes) {
      try {
        PeerClient.Answer answer = ways.asking().ask(url);
        if (answer.status() < REFUSED) {
          pause = SHORTEST_PAUSE;
          return;
        }
        say("the cluster does not take this node in yet: " + answer.detail(), null);
        if (answer.status() < NOT_KNOWN) {
          break;
        }
      } catch (TransportException e) {
        say(
            "%s does not answer whether it takes this node in: %s".formatted(url, e.getMessage()),
            null);
      }
    }
    pauseLonger();
  }

  private void pauseLonger() {
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  /** Logs each kind of trouble once. */
  private void say(String line, Throwable unforeseen) {
    if (said.size() >= MAX_SAID) {
      said.clear();
    }
    if (said.add(line)) {
      logger.warn(line, unforeseen);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
