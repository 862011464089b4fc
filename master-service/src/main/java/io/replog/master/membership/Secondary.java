package io.replog.master.membership;

import io.replog.master.append.Acknowledgements;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A secondary that counts, with what is known of it. Safe for any thread. */
public final class Secondary implements Acknowledgements.Source {

  private final URI url;
  private final boolean listed;
  private final FailureDetector detector;
  private volatile String id;
  private volatile String run;
  private volatile long acked;
  private volatile Instant lastSeen;
  private volatile String divergence;

  Secondary(String id, URI url, String run, boolean listed, FailureDetector detector) {
    this.id = id;
    this.url = url;
    this.run = run;
    this.listed = listed;
    this.detector = detector;
  }

  /** Its id, or its URL until that is learnt. */
  @Override
  public String id() {
    return id == null ? url.toString() : id;
  }

  public Optional<String> knownId() {
    return Optional.ofNullable(id);
  }

  public URI url() {
    return url;
  }

  /** The process that was last heard of under this id. */
  public Optional<String> run() {
    return Optional.ofNullable(run);
  }

  /** Whether the configuration names it. */
  boolean isListed() {
    return listed;
  }

  @Override
  public long acked() {
    return acked;
  }

  public void acked(long prefix) {
    acked = prefix;
  }

  /** Why its log is not the beginning of the master's, if it is not. */
  public Optional<String> divergence() {
    return Optional.ofNullable(divergence);
  }

  public void diverged(String reason) {
    divergence = reason;
  }

  void learn(String id, String run) {
    this.id = id;
    if (run != null) {
      this.run = run;
    }
  }

  /** It gave a sign of life: {@code now} by the monotonic clock, {@code time} by the wall's. */
  public void seen(long now, Instant time) {
    detector.signal(now);
    lastSeen = time;
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
