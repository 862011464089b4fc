package io.replog.core.membership;

import io.replog.core.progress.Progress;
import io.replog.core.progress.Window;
import io.replog.core.transport.NodeHealth;
import io.replog.model.Voters;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A secondary, with what the master knows of it. Safe for any thread. */
public final class Secondary {

  /** Bound of the kinds of failures that are remembered as logged. */
  private static final int MAX_LOGGED = 20;

  /** Why a secondary gets nothing until a person resolves it. */
  public enum Trouble {
    /** Its log is not the beginning of the master's. */
    DIVERGED,
    /** It refuses a delivery, and resending it would not help. */
    REJECTING
  }

  /** A trouble with its cause in words. */
  public record Condition(Trouble trouble, String reason) {}

  private final URI url;
  private final FailureDetector detector;
  private final Progress progress;
  private volatile String id;
  private volatile String run;
  private volatile boolean listed;
  private volatile boolean reached;
  private volatile boolean observer;
  private volatile Instant lastSeen;
  private volatile Condition condition;
  private volatile String lastFailure;
  private volatile Voters storedVoters;
  private volatile NodeHealth told;

  // Guarded by this: the failures that the caller has logged since the last connection.
  private final Set<String> logged = new HashSet<>();

  /**
   * Not reached yet.
   *
   * @param id null until it is known
   * @param listed whether the configuration names it, or the record of the voters
   */
  public Secondary(
      String id, URI url, boolean listed, FailureDetector.Patience patience, Window window) {
    this.id = id;
    this.url = url;
    this.listed = listed;
    this.detector = new FailureDetector(patience);
    this.progress = new Progress(window);
  }

  /** Its id, or its URL until that is known. */
  public String id() {
    String known = id;
    return known == null ? url.toString() : known;
  }

  public Optional<String> knownId() {
    return Optional.ofNullable(id);
  }

  public URI url() {
    return url;
  }

  /** The process that last answered under this id. */
  public Optional<String> run() {
    return Optional.ofNullable(run);
  }

  /** Whether the configuration names it, or the record of the voters. */
  public boolean isListed() {
    return listed;
  }

  /**
   * Whether {@code w}, {@code all} and the quorum count it: a person listed it, or the master has
   * reached it since it registered, and it does not only observe.
   */
  public boolean counts() {
    return listed || reached && !observer;
  }

  public boolean isReached() {
    return reached;
  }

  /** Its replication progress. */
  public Progress progress() {
    return progress;
  }

  /** Length of the prefix that it acknowledged. */
  public long acknowledged() {
    return progress.acknowledged();
  }

  /** Why replication to it stopped until a person resolves it, if so. */
  public Optional<Condition> condition() {
    return Optional.ofNullable(condition);
  }

  /** {@code condition}: null where there is none. */
  public void condition(Condition newCondition) {
    condition = newCondition;
  }

  /** The last failure to connect or deliver; empty once connected. */
  public Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /**
   * Stores the last failure, null for none; returns whether it is the first of its kind since there
   * was none, so that the caller logs each kind once, also where several alternate.
   */
  public synchronized boolean lastFailure(String reason) {
    lastFailure = reason;
    if (reason == null || logged.size() >= MAX_LOGGED) {
      logged.clear();
    }
    return reason != null && logged.add(reason);
  }

  /** The newest record of the voters that it is known to have stored. */
  public Optional<Voters> storedVoters() {
    return Optional.ofNullable(storedVoters);
  }

  /** It has stored this record of the voters. */
  public synchronized void stored(Voters record) {
    if (storedVoters == null || record.isNewerThan(storedVoters)) {
      storedVoters = record;
    }
  }

  void learn(String newId, String newRun) {
    id = newId;
    if (newRun != null) {
      run = newRun;
    }
  }

  /** It never counts: it registered in a cluster whose voters are recorded. */
  void observe() {
    observer = true;
  }

  /** It is a recorded voter from now on. */
  void vote() {
    listed = true;
  }

  void reachedNow() {
    reached = true;
  }

  /** Records a sign of life: {@code now} by the monotonic clock, {@code time} by the wall clock. */
  public void seen(long now, Instant time) {
    detector.signal(now);
    lastSeen = time;
  }

  /** What it told of itself last; empty if it never answered. */
  public Optional<NodeHealth> told() {
    return Optional.ofNullable(told);
  }

  /** It told {@code health} of itself. */
  public void told(NodeHealth health) {
    told = health;
  }

  public Optional<Instant> lastSeen() {
    return Optional.ofNullable(lastSeen);
  }

  public NodeStatus status(long now) {
    return detector.status(now);
  }

  @Override
  public String toString() {
    return id();
  }
}
