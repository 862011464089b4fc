package io.replog.master.membership;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@link MemberStore} beside the log, in the same storage. */
public final class LogMemberStore implements MemberStore {

  private static final String MEMBER = "member/";
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
  public void putMember(String id, String url) {
    log.commit(new Commit().put(MEMBER + id, url));
  }

  @Override
  public void removeMember(String id) {
    log.commit(new Commit().remove(MEMBER + id));
  }

  @Override
  public void retire(String id, String url, String run) {
    log.commit(
        new Commit().remove(MEMBER + id).put(RETIRED_RUN + id, run).put(RETIRED_URL + id, url));
  }

  @Override
  public void unretire(String id) {
    log.commit(new Commit().remove(RETIRED_RUN + id).remove(RETIRED_URL + id));
  }
}
