package io.replog.core.append;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.core.append.AppendOutcome.Placed;
import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides the places of one group of requests, without changing the log: each order is given once
 * (G2), each id stands once (G4). The requests of a group are stored together, each whole or not at
 * all. Used by one thread, which is the log's only writer while it does so.
 */
public final class Sequencer {

  private final DurableLog log;
  private final long unixMillis;
  private final RandomGenerator random;

  // Invariant: entries continue the log; fresh has those of them whose client gave the id.
  private final List<LogEntry> entries = new ArrayList<>();
  private final Map<String, LogEntry> fresh = new HashMap<>();
  private long next;
  private long checksum;

  /** {@code unixMillis} and {@code random}: for the ids that it mints. */
  public Sequencer(DurableLog log, long unixMillis, RandomGenerator random) {
    this.log = log;
    this.unixMillis = unixMillis;
    this.random = random;
    this.next = log.length();
    this.checksum = log.checksum();
  }

  /** What this group adds to the log. */
  public List<LogEntry> entries() {
    return entries;
  }

  /**
   * Gives the drafts of one request their places, or none of them.
   *
   * @throws StorageException if an id cannot be looked up; the request has no places then
   */
  public AppendOutcome place(List<Draft> drafts) {
    int kept = entries.size();
    long checksumBefore = checksum;
    try {
      AppendOutcome outcome = placeEach(drafts);
      if (outcome instanceof AppendOutcome.Conflict) {
        takeBack(kept, checksumBefore);
      }
      return outcome;
    } catch (StorageException e) {
      takeBack(kept, checksumBefore);
      throw e;
    }
  }

  private AppendOutcome placeEach(List<Draft> drafts) {
    List<Placed> placed = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      Optional<LogEntry> known = draft.id().flatMap(this::known);
      if (known.isEmpty()) {
        placed.add(new Placed(add(draft).id(), next - 1, false));
      } else if (known.get().hasMessage(draft.message())) {
        placed.add(new Placed(draft.id().get(), known.get().order(), true));
      } else {
        return new AppendOutcome.Conflict(draft.id().get(), known.get().order());
      }
    }
    return new AppendOutcome.Stored(placed);
  }

  private Optional<LogEntry> known(String id) {
    return Optional.ofNullable(fresh.get(id)).or(() -> log.find(id));
  }

  private LogEntry add(Draft draft) {
    String id = draft.id().orElseGet(() -> MintedId.of(next, unixMillis, random.nextInt()));
    LogEntry entry = LogEntry.chained(checksum, next, id.getBytes(UTF_8), draft.message());
    entries.add(entry);
    draft.id().ifPresent(given -> fresh.put(given, entry));
    checksum = entry.checksum();
    next++;
    return entry;
  }

  private void takeBack(int kept, long checksumBefore) {
    List<LogEntry> undone = entries.subList(kept, entries.size());
    undone.forEach(entry -> fresh.remove(entry.id(), entry));
    next -= undone.size();
    undone.clear();
    checksum = checksumBefore;
  }
}
