package io.replog.core.membership;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers members over restarts: beside the log, in the same storage, as facts of the node.
 * Called with the membership's lock held; may block on the disk.
 */
final class MemberStore {

  private static final String MEMBER = "member/";
  private static final String UNREACHED = "unreached/";
  private static final String RETIRED_RUN = "retired/";
  private static final String RETIRED_URL = "retired-url/";

  private final DurableLog log;
  private boolean closed;

  MemberStore(DurableLog log) {
    this.log = log;
  }

  /** The registered secondaries that were reached: id to URL. */
  Map<String, String> members() {
    return under(MEMBER);
  }

  /** The registered secondaries that were never reached: id to URL. */
  Map<String, String> unreached() {
    return under(UNREACHED);
  }

  /** The retired ones: id to the process that was retired, empty where it was not known. */
  Map<String, String> retired() {
    return under(RETIRED_RUN);
  }

  /** URLs under which retired secondaries were reached. */
  Set<String> retiredUrls() {
    return new HashSet<>(under(RETIRED_URL).values());
  }

  private Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    log.metaUnder(prefix).forEach((key, value) -> found.put(key.substring(prefix.length()), value));
    return found;
  }

  /** Writes nothing if that is stored already. */
  void putMember(String id, String url, boolean reached) {
    String key = (reached ? MEMBER : UNREACHED) + id;
    if (log.meta(key).equals(Optional.of(url))) {
      return; // Nodes register periodically: an idle cluster must write nothing.
    }
    commit(new Commit().remove((reached ? UNREACHED : MEMBER) + id).put(key, url));
  }

  /** Forgets a member, and keeps that a person wanted it. */
  void retire(Secondary secondary) {
    String id = secondary.id();
    Commit commit =
        new Commit()
            .remove(MEMBER + id)
            .remove(UNREACHED + id)
            .put(RETIRED_RUN + id, secondary.run().orElse(""));
    if (secondary.counts()) {
      // Else it only claimed the URL, which may be that of another node.
      commit.put(RETIRED_URL + id, secondary.url().toString());
    }
    commit(commit);
  }

  /**
   * Whether the process {@code run} of the node {@code id} was retired; null if it is not known. A
   * later process of the node is welcome again.
   */
  boolean isRetired(String id, String run) {
    String retired = retired().get(id);
    if (retired == null) {
      return false;
    }
    if (run == null || retired.equals(run)) {
      return true;
    }
    if (retired.isEmpty()) {
      // The retired process was unknown; take the first one that registers for it.
      commit(new Commit().put(RETIRED_RUN + id, run));
      return true;
    }
    unretire(id);
    return false;
  }

  void unretire(String id) {
    commit(new Commit().remove(RETIRED_RUN + id).remove(RETIRED_URL + id));
  }

  private void commit(Commit commit) {
    if (!closed) {
      log.commit(commit);
    }
  }

  /** Writes nothing more. */
  void close() {
    closed = true;
  }
}
