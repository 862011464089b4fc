package io.replog.core.recovery;

import io.replog.core.fakes.SilentClient;
import io.replog.core.transport.TransportException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.model.Voters;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A secondary in memory, as a starting master sees it. */
final class FakePeer extends SilentClient {

  private final String name;
  private String logId;
  private long epoch;
  private Tail tail = Tail.NONE;
  private final List<LogEntry> entries = new ArrayList<>();
  private String claim = "another";
  private Voters voters;
  private long buffered;
  private boolean unreachable;
  private RuntimeException unforeseen;
  private int pagesUntilFailure = Integer.MAX_VALUE;
  private int pagesUntilRestart = Integer.MAX_VALUE;
  private String run = "run";
  private int pageSize = Integer.MAX_VALUE;
  private UnaryOperator<List<LogEntry>> damage = page -> page;
  private Consumer<Delivery> onAnnounce = announcement -> {};
  final List<String> calls = new ArrayList<>();

  FakePeer(String name) {
    this.name = name;
  }

  FakePeer holding(String logId, long epoch, long tailEpoch, List<LogEntry> entries) {
    this.logId = logId;
    this.epoch = epoch;
    this.tail = new Tail(tailEpoch, "claim of " + tailEpoch);
    this.entries.addAll(entries);
    return this;
  }

  FakePeer writtenBy(Tail tail) {
    this.tail = tail;
    return this;
  }

  /** Has stored this record of the voters. */
  FakePeer knowing(Voters record) {
    voters = record;
    return this;
  }

  /** Holds so many messages beyond a gap. */
  FakePeer buffering(long messages) {
    buffered = messages;
    return this;
  }

  /** Is started anew after it has given so many pages. */
  FakePeer restartingAfterPages(int pages) {
    pagesUntilRestart = pages;
    return this;
  }

  /** Answers its status with an exception that nobody foresaw, until it is null. */
  synchronized FakePeer unforeseen(RuntimeException why) {
    unforeseen = why;
    return this;
  }

  FakePeer unreachable() {
    unreachable = true;
    return this;
  }

  synchronized void reachable() {
    unreachable = false;
  }

  FakePeer pagesOf(int size) {
    pageSize = size;
    return this;
  }

  FakePeer failingAfterPages(int pages) {
    pagesUntilFailure = pages;
    return this;
  }

  /** Entries leave this peer changed. */
  FakePeer damaging(UnaryOperator<List<LogEntry>> damage) {
    this.damage = damage;
    return this;
  }

  FakePeer onAnnounce(Consumer<Delivery> listener) {
    onAnnounce = listener;
    return this;
  }

  /** Another master announces itself before the next announcement. */
  synchronized void hears(long otherEpoch) {
    epoch = otherEpoch;
    claim = "another";
  }

  synchronized long epoch() {
    return epoch;
  }

  String name() {
    return name;
  }

  @Override
  public synchronized ReplicaStatus status(OptionalLong at) throws TransportException {
    calls.add("status");
    failIfUnreachable();
    if (unforeseen != null) {
      throw unforeseen;
    }
    long length = Math.min(at.orElse(entries.size()), entries.size());
    long checksum =
        length == 0 ? LogEntry.EMPTY_LOG_CHECKSUM : entries.get((int) length - 1).checksum();
    return new ReplicaStatus(
        name,
        run,
        logId,
        epoch,
        tail.epoch(),
        tail.claim(),
        0,
        entries.size(),
        buffered,
        Long.toHexString(checksum),
        length,
        voters);
  }

  @Override
  public synchronized DeliveryAck deliver(Delivery announcement) throws TransportException {
    calls.add("announce " + announcement.epoch());
    failIfUnreachable();
    onAnnounce.accept(announcement);
    if (logId != null && !logId.equals(announcement.logId())) {
      if (entries.size() + buffered > 0) {
        throw new TransportException.OtherLog("it holds another log");
      }
      epoch = 0; // What it promised, it promised for the other log.
    }
    if (announcement.epoch() < epoch
        || announcement.epoch() == epoch && !announcement.claim().equals(claim)) {
      throw new TransportException.Stale(epoch);
    }
    logId = announcement.logId();
    epoch = announcement.epoch();
    claim = announcement.claim();
    return new DeliveryAck(entries.size(), buffered, run);
  }

  @Override
  public synchronized List<LogEntry> entries(long from, int limit) throws TransportException {
    calls.add("entries " + from);
    failIfUnreachable();
    if (pagesUntilRestart-- == 0) {
      run = "another run";
    }
    if (pagesUntilFailure-- == 0) {
      throw new TransportException("no answer");
    }
    int end = (int) Math.min(entries.size(), from + Math.min(limit, pageSize));
    return damage.apply(List.copyOf(entries.subList((int) from, end)));
  }

  private void failIfUnreachable() throws TransportException {
    if (unreachable) {
      throw new TransportException("no route");
    }
  }
}
