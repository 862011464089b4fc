package io.replog.core.replica;

import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.Delivery.Prefix;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import io.replog.model.Voters;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica does with the deliveries of an elected master. That master compares the logs first
 * and tells how much they share; then this node sets aside and cuts what lies beyond, and marks its
 * log as that reign's, in one commit. Only a log that is marked takes messages, so that the mark
 * never covers a message that the master has not.
 *
 * <p>Used by the one thread that commits.
 */
public final class ElectedMasters {

  private static final Logger logger = LoggerFactory.getLogger(Replica.class);

  private final String self;
  private final DurableLog log;
  private final MajorityLog majority;
  private final SetAside aside;

  // How many messages a majority holds by what this reign has said: deliveries overtake each other,
  // and these messages may come after those that said so.
  private Tail saying = Tail.NONE;
  private long said;

  /** {@code self}: this node's id, as the record of the voters has it if it votes. */
  public ElectedMasters(String self, DurableLog log, MajorityLog majority, SetAside aside) {
    this.self = self;
    this.log = log;
    this.majority = majority;
    this.aside = aside;
  }

  /** Why a delivery of a fixed master is refused, if so: it asked no voters. */
  Optional<Problem> refusal(LogFacts facts, Delivery delivery) {
    return facts.voters().isPresent() && delivery.elected().isEmpty()
        ? diverged("the masters of this log are elected, and the delivery is of one that is not")
        : Optional.empty();
  }

  private static Optional<Problem> diverged(String detail) {
    return Optional.of(Problem.of(ProblemType.DIVERGED, detail));
  }

  /** The facts once {@code delivery} is stored, given those with its promise. */
  static LogFacts facts(LogFacts promised, Delivery delivery) {
    Delivery.Elected elected = delivery.elected().orElseThrow();
    LogFacts after = elected.shared().isPresent() ? promised.withTail(reign(delivery)) : promised;
    Optional<Voters> newer =
        elected
            .voters()
            .filter(told -> after.voters().filter(known -> !told.isNewerThan(known)).isEmpty());
    return newer.map(after::withVoters).orElse(after);
  }

  private static Tail reign(Delivery delivery) {
    return new Tail(delivery.epoch(), delivery.claim());
  }

  /**
   * Adds to {@code commit} the cut that {@code delivery} asks for, once what it cuts is set aside;
   * or returns why this node refuses the delivery.
   *
   * @param emptied the commit empties the log
   */
  Optional<Problem> compare(Delivery delivery, boolean emptied, Commit commit) {
    if (delivery.elected().isEmpty()) {
      return Optional.empty();
    }
    boolean marked = !emptied && log.facts().tail().equals(reign(delivery));
    Optional<Prefix> shared = delivery.elected().get().shared();
    if (marked || shared.isEmpty()) {
      // A late or repeated comparison must not cut what was confirmed since.
      return marked || delivery.entries().isEmpty()
          ? Optional.empty()
          : diverged("this node has not been compared with that master yet");
    }
    return cut(shared.get(), emptied, commit);
  }

  private Optional<Problem> cut(Prefix shared, boolean emptied, Commit commit) {
    long length = emptied ? 0 : log.length();
    Optional<Long> mine =
        emptied && shared.length() == 0
            ? Optional.of(LogEntry.EMPTY_LOG_CHECKSUM)
            : log.checksumOf(shared.length());
    if (shared.length() > length || !mine.equals(Optional.of(shared.checksum()))) {
      return diverged(
          "the master's first %d messages are not this node's".formatted(shared.length()));
    }
    if (shared.length() < length) {
      setAside(shared.length());
      commit.cutTo(shared.length());
    }
    return Optional.empty();
  }

  private void setAside(long from) {
    aside.keepEnd(log, from);
    logger.warn(
        "set aside {} messages from order {} on: the master's log does not have them, and no"
            + " majority acknowledged them",
        log.length() - from,
        from);
  }

  /** {@code delivery} is on the disk. */
  void stored(Delivery delivery, boolean emptied) {
    if (emptied) {
      majority.reset();
      saying = Tail.NONE;
    }
    LogFacts facts = log.facts();
    if (delivery.elected().isEmpty() || !facts.tail().equals(reign(delivery))) {
      return; // A majority may hold other messages than this log has.
    }
    Delivery.Elected elected = delivery.elected().get();
    boolean bothAreMajority =
        facts
            .voters()
            .filter(all -> all.isMajority(id -> id.equals(self) || id.equals(elected.master())))
            .isPresent();
    said = saying.equals(facts.tail()) ? Math.max(said, elected.safe()) : elected.safe();
    saying = facts.tail();
    majority.advance(bothAreMajority ? log.length() : Math.min(said, log.length()));
  }
}
