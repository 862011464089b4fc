package io.replog.core.membership;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@link MemberStore} beside the log, in the same storage: facts of the node, not of the log. */
public final class LogMemberStore implements MemberStore {

  private static final String MEMBER = "member/";
  private static final String UNREACHED = "unreached/";
  private static final String RETIRED_RUN = "retired/";
  private static final String RETIRED_URL = "retired-url/";

  private final DurableLog log;

  public LogMemberStore(DurableLog log) {
    this.log = log;
  }

  @Override
  public Map<String, String> members() {
    return under(MEMBER);
  }

  @Override
  public Map<String, String> unreached() {
    return under(UNREACHED);
  }

  @Override
  public Map<String, String> retired() {
    return under(RETIRED_RUN);
  }

  @Override
  public Set<String> retiredUrls() {
    return new HashSet<>(under(RETIRED_URL).values());
  }

  private Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    log.metaUnder(prefix).forEach((key, value) -> found.put(key.substring(prefix.length()), value));
    return found;
  }

  @Override
  public void putMember(String id, String url, boolean reached) {
    String key = (reached ? MEMBER : UNREACHED) + id;
    if (log.meta(key).equals(Optional.of(url))) {
      return; // Nodes register periodically: an idle cluster must write nothing.
    }
    log.commit(new Commit().remove((reached ? UNREACHED : MEMBER) + id).put(key, url));
  }

  @Override
  public void removeMember(String id) {
    log.commit(new Commit().remove(MEMBER + id).remove(UNREACHED + id));
  }

  @Override
  public void retire(String id, String url, String run) {
    log.commit(
        new Commit()
            .remove(MEMBER + id)
            .remove(UNREACHED + id)
            .put(RETIRED_RUN + id, run)
            .put(RETIRED_URL + id, url));
  }

  @Override
  public void unretire(String id) {
    log.commit(new Commit().remove(RETIRED_RUN + id).remove(RETIRED_URL + id));
  }
}
