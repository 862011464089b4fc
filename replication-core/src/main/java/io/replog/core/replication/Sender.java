package io.replog.core.replication;

import io.replog.core.membership.Secondary;
import io.replog.core.progress.Progress;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import io.replog.core.progress.Progress.Step;
import io.replog.core.replication.Handshake.Agreement;
import io.replog.core.report.Orders;
import io.replog.core.report.PacedLog;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.core.voting.Electorate;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.Delivery.Elected;
import io.replog.model.Delivery.Prefix;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.Voters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one secondary what its {@link Progress} decides, as many requests at a time as that allows,
 * and passes its acknowledgements on to the writers. The first failure ends the connection. Safe
 * for any thread.
 */
final class Sender {

  private static final Logger logger = LoggerFactory.getLogger(Sender.class);
  private static final PacedLog sent = new PacedLog(logger);
  private static final PacedLog acknowledged = new PacedLog(logger);

  private final Secondary secondary;
  private final Progress progress;
  private final SecondaryClient client;
  private final Reign reign;
  private final DurableLog log;
  private final Executor threads;
  private final Consumer<Throwable> failed;

  /** {@code failed}: receives the reason when a connection fails. */
  Sender(Secondary secondary, SecondaryClient client, Reign reign, Consumer<Throwable> failed) {
    this.secondary = secondary;
    this.progress = secondary.progress();
    this.client = client;
    this.reign = reign;
    this.log = reign.log();
    this.threads = reign.threads().deliveries(secondary.url().getAuthority());
    this.failed = failed;
  }

  /** Begins a connection with a secondary that was found to hold {@code found}. */
  void begin(Agreement found) {
    progress.connected(found.prefix(), found.run());
    pump();
  }

  /**
   * Makes one delivery while there is no connection, to a secondary that was found to hold {@code
   * found}.
   *
   * @return what it holds now
   */
  Agreement probe(Agreement found) throws TransportException {
    progress.found(found.prefix(), found.run());
    DeliveryAck ack = deliver(found.run(), delivery(found.prefix(), reign.window().messages()));
    return new Agreement(ack.messages(), found.run());
  }

  /**
   * The log has grown; {@code awaited} says whether a writer waits for other nodes to hold it. Does
   * not block.
   */
  void grown(boolean awaited) {
    if (awaited) {
      progress.awaited(log.length());
    }
    pump();
  }

  /** Sends every request that may leave now, each on its own thread. Does not block. */
  void pump() {
    for (Step step = next(); step instanceof Send send; step = next()) {
      var unused = CompletableFuture.runAsync(() -> sendAll(send), threads);
    }
  }

  private Step next() {
    return progress.next(log.length(), System.nanoTime());
  }

  /** One request after the other, as long as there is one for this thread. */
  private void sendAll(Send first) {
    Step step = first;
    while (step instanceof Send send) {
      try {
        send(send);
      } catch (TransportException | RuntimeException | Error e) {
        if (progress.failed(send.session())) {
          failed.accept(e);
        }
      } finally {
        progress.returned(send, System.nanoTime());
      }
      step = next();
    }
  }

  /** Sends in parts where it is large; an ended connection sends no part. */
  private void send(Send send) throws TransportException {
    long from = send.from();
    boolean more = true;
    while (more && progress.isCurrent(send.session())) {
      Delivery part = delivery(from, (int) (send.to() - from));
      acknowledged(send, deliver(progress.run(), part));
      from += Math.max(1, part.entries().size());
      more = from < send.to();
    }
  }

  private void acknowledged(Send send, DeliveryAck ack) throws TransportException {
    if (ack.messages() < send.matched()) {
      throw new TransportException("it holds fewer messages than it acknowledged before");
    }
    Range newly = progress.acknowledged(send, ack.messages());
    reign.progressed();
    reign.writers().acknowledged(newly);
  }

  private Delivery delivery(long from, int most) throws TransportException {
    // Facts first: if the log is emptied meanwhile, its old entries must not travel under its new
    // id.
    LogFacts facts = log.facts();
    return delivery(facts, log.batch(from, most, reign.window().maxBytes()), Optional.empty());
  }

  private Delivery delivery(LogFacts facts, List<LogEntry> entries, Optional<Prefix> shared)
      throws TransportException {
    if (reign.mandate().isEmpty()) {
      return SecondaryClient.delivery(facts, entries);
    }
    Mandate mandate = reign.mandate().get();
    Electorate electorate = mandate.electorate();
    // After the entries: the other node must not hold any that is newer than the record it knows.
    LogFacts present = log.facts();
    if (!electorate.isReign(present.writer())) {
      throw new TransportException("this reign has ended");
    }
    Optional<Voters> voters =
        present.voters().filter(record -> entries.isEmpty() || !knows(record));
    long safe = mandate.majority().length();
    return electorate.delivery(
        facts, entries, new Elected(electorate.self(), safe, voters, shared));
  }

  private boolean knows(Voters record) {
    return secondary.storedVoters().filter(known -> !record.isNewerThan(known)).isPresent();
  }

  /**
   * Whether the other node must cut what this master's log does not have; only what no majority
   * acknowledged can be cut, because this master opened with the promises of one.
   */
  boolean mayCut() {
    return reign.mandate().isPresent();
  }

  /**
   * Tells the process {@code run} that it shares the first {@code length} messages with this
   * master, and must set aside the others.
   *
   * @return how many messages it holds of this reign
   */
  long share(String run, long length) throws TransportException {
    LogFacts facts = log.facts();
    Prefix shared = new Prefix(length, log.checksumOf(length).orElseThrow());
    DeliveryAck ack = deliver(run, delivery(facts, List.of(), Optional.of(shared)));
    if (ack.messages() < length) {
      throw new TransportException("it holds fewer messages than it has just shown");
    }
    return ack.messages();
  }

  /** Delivers to the process {@code run}; the answer says what is on the disk there. */
  private DeliveryAck deliver(String run, Delivery delivery) throws TransportException {
    DeliveryAck ack = carry(run, delivery);
    if (ack.messages() > log.length()) {
      throw new TransportException.Diverged("it says it holds more messages than this master");
    }
    return ack;
  }

  /** Announces this master to the process {@code run}, which may still hold another log. */
  void announce(String run) throws TransportException {
    carry(run, delivery(log.facts(), List.of(), Optional.empty()));
  }

  private DeliveryAck carry(String run, Delivery delivery) throws TransportException {
    List<LogEntry> entries = delivery.entries();
    if (!entries.isEmpty()) {
      sent.info("sent {} to {}", new Orders(entries), secondary);
    }
    long begin = System.nanoTime();
    DeliveryAck ack = client.deliver(delivery);
    if (run != null && ack.run() != null && !run.equals(ack.run())) {
      throw new TransportException("it was restarted meanwhile");
    }
    delivery.elected().flatMap(Elected::voters).ifPresent(secondary::stored);
    if (!entries.isEmpty()) {
      delivered(entries, ack, System.nanoTime() - begin);
    }
    return ack;
  }

  private void delivered(List<LogEntry> entries, DeliveryAck ack, long nanos) {
    reign.metrics().delivered(secondary.id(), entries.size(), nanos);
    acknowledged.info(
        "{} acknowledged {} after {} µs: it holds {} messages",
        secondary,
        new Orders(entries),
        nanos / 1000,
        ack.messages());
    secondary.seen(System.nanoTime(), java.time.Instant.now());
  }
}
