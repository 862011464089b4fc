package io.replog.node.founding;

import io.replog.core.ElectedNode;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.election.ElectionException;
import io.replog.election.Elections;
import io.replog.http.client.NodeClients;
import io.replog.log.DurableLog;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.founding.FoundingDecision.Answer;
import io.replog.node.founding.FoundingDecision.Decision;
import io.replog.node.founding.FoundingDecision.Exists;
import io.replog.node.founding.FoundingDecision.Found;
import io.replog.node.founding.FoundingDecision.Refuse;
import io.replog.node.founding.FoundingDecision.Wait;
import io.replog.node.listing.NodeList;
import io.replog.node.listing.NodeList.Listed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Founds the cluster, on the first of the listed nodes, once: records all listed nodes as voters,
 * and begins the group that elects. The others listen until they hear of it.
 */
public final class Founder implements Runnable, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Founder.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** This node: as a voter, and among which others. */
  public record Founded(NodeList listed, Voter self) {}

  private final Founded founded;
  private final DurableLog log;
  private final ElectedNode node;
  private final Elections elections;
  private final NodeClients clients;
  private final CountDownLatch closed = new CountDownLatch(1);
  private String said = "";

  public Founder(
      Founded founded, DurableLog log, ElectedNode node, Elections elections, NodeClients clients) {
    this.founded = founded;
    this.log = log;
    this.node = node;
    this.elections = elections;
    this.clients = clients;
  }

  @Override
  public void run() {
    Voter self = founded.self();
    if (!founded.listed().isFirst(self.server())) {
      sayWhatIsMissing(self);
      return;
    }
    try {
      while (!isFounded(self) && !closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayWhatIsMissing(Voter self) {
    boolean votes = log.facts().voters().filter(all -> all.find(self.id()).isPresent()).isPresent();
    if (!votes) {
      logger.info("this node listens for a master: it counts once it is among the voters of one");
    }
  }

  /** Whether there is nothing more to do. */
  private boolean isFounded(Voter self) {
    if (log.facts().voters().isPresent()) {
      sayWhatIsMissing(self);
      resume(log.facts().voters().get(), self);
      return true;
    }
    Decision decision = FoundingDecision.decide(founded.listed(), self, log.facts(), answers(self));
    switch (decision) {
      case Found found -> found(found);
      case Exists exists -> sayOnce("the node " + exists.known() + " knows of a cluster already");
      case Wait wait -> sayOnce("founding a cluster: " + wait.why());
      case Refuse refuse -> sayOnce("cannot found a cluster: " + refuse.why());
    }
    return decision instanceof Found || decision instanceof Exists;
  }

  private Map<String, Answer> answers(Voter self) {
    Map<String, Answer> answers = new HashMap<>();
    for (Listed other : founded.listed().others(self.server())) {
      try (SecondaryClient client = clients.connect(other.url())) {
        ReplicaStatus status = client.status(OptionalLong.empty());
        int port = clients.peer(other.url()).told().electionPort();
        answers.put(other.id(), new Answer(status, port));
      } catch (TransportException e) {
        logger.debug("{} did not answer: {}", other.id(), e.getMessage());
      }
    }
    return answers;
  }

  private void found(Found found) {
    node.found(found.logId().orElseGet(() -> UUID.randomUUID().toString()), found.voters());
    elections.found();
  }

  /** The process may have ended between the two steps of a founding. */
  private void resume(Voters voters, Voter self) {
    boolean neverReigned = voters.reign().equals(Tail.NONE);
    if (neverReigned && voters.find(self.id()).isPresent()) {
      try {
        elections.found();
      } catch (IllegalStateException | ElectionException e) {
        logger.debug("the group exists: {}", e.getMessage());
      }
    }
  }

  private void sayOnce(String line) {
    if (!line.equals(said)) {
      said = line;
      logger.info(line);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
