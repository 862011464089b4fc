package io.replog.core.recovery;

import io.replog.core.mode.Mode;
import io.replog.core.transport.LogComparison;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a master's log with those of its sources, and fetches from them. */
record Fetching(DurableLog log, Mode mode) {

  private static final Logger logger = LoggerFactory.getLogger(Recovery.class);
  private static final int PAGE = 4096;

  LogComparison comparison(Source source) {
    return new LogComparison(log, at -> ask(source, at));
  }

  /** Asks the process that gave the source's status, and no other. */
  private static ReplicaStatus ask(Source source, OptionalLong at) throws TransportException {
    ReplicaStatus status = source.client().status(at);
    if (!Objects.equals(status.run(), source.status().run())) {
      throw new TransportException("it was restarted meanwhile");
    }
    return status;
  }

  /** Fetches all that {@code source} holds beyond this log, which must be its beginning. */
  void fetch(Source source) throws TransportException {
    long before = log.length();
    long target = source.status().messages();
    while (log.length() < target) {
      fetchPage(source.client());
      mode.recovering("%d of %d messages from %s".formatted(log.length(), target, source.name()));
    }
    logger.info("recovered {} messages from {}", log.length() - before, source.name());
    // Ask again: the fetched entries must come from the process that was compared.
    ask(source, OptionalLong.of(log.length()));
  }

  private void fetchPage(SecondaryClient client) throws TransportException {
    List<LogEntry> page = client.entries(log.length(), PAGE);
    if (page.isEmpty()) {
      throw new TransportException("it shows fewer messages than it holds");
    }
    Commit commit = new Commit();
    long next = log.length();
    long checksum = log.checksum();
    for (LogEntry entry : page) {
      if (entry.order() != next++ || !entry.isChained() || !entry.follows(checksum)) {
        throw new TransportException("its message at order %d is damaged".formatted(entry.order()));
      }
      checksum = entry.checksum();
      commit.append(entry);
    }
    log.commit(commit);
  }
}
