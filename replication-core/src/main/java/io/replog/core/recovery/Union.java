package io.replog.core.recovery;

import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.transport.LogComparison;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.SetAside;
import io.replog.log.storage.Commit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node's log the union of its own and those of the nodes that promised, the newest tail
 * first: a log extends the union where one is the beginning of the other, and at a difference the
 * newer tail wins. What a majority acknowledged is in the union, whichever majority promised.
 *
 * <p>This node's tail stays as it was, so that a union that is not complete looks like no newer
 * log.
 */
final class Union {

  private static final Logger logger = LoggerFactory.getLogger(Union.class);

  private final Fetching fetching;
  private final DurableLog log;
  private final SetAside aside;

  Union(Fetching fetching, SetAside aside) {
    this.fetching = fetching;
    this.log = fetching.log();
    this.aside = aside;
  }

  /** If one of {@code promised} fails meanwhile, the caller must start over. */
  void run(List<Source> promised) throws CannotTakeOver {
    long ownEpoch = log.facts().tail().epoch();
    // Logs whose tail is at least as new as that of the next one decided so much of the union.
    long decided = log.facts().first();
    for (Source source : Source.newestFirst(promised)) {
      if (source.status().tailEpoch() <= ownEpoch) {
        decided = log.length();
      }
      decided = Math.max(decided, join(source, decided));
    }
  }

  /** How much of the union {@code source} decides. */
  private long join(Source source, long decided) throws CannotTakeOver {
    long held = source.status().messages();
    long common = Math.min(held, log.length());
    LogComparison comparison = fetching.comparison(source);
    try {
      if (!comparison.sameUpTo(common)) {
        long difference = comparison.firstDifference(common);
        if (difference < decided) {
          logger.info("{} holds an older log from order {} on", source.name(), difference);
          return decided;
        }
        cut(difference);
      }
      if (held > log.length()) {
        fetching.fetch(source);
      }
      return held;
    } catch (TransportException e) {
      throw CannotTakeOver.failed(source, e);
    }
  }

  private void cut(long from) {
    aside.keepEnd(log, from);
    logger.warn(
        "set aside {} messages from order {} on: a newer log has others there, and no majority"
            + " acknowledged these",
        log.length() - from,
        from);
    log.commit(new Commit().cutTo(from));
  }
}
