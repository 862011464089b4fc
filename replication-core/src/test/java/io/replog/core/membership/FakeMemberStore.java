package io.replog.core.membership;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Remembers members as long as the test lasts. */
final class FakeMemberStore implements MemberStore {

  private final Map<String, String> members = new TreeMap<>();
  private final Map<String, String> retired = new TreeMap<>();
  private final Map<String, String> retiredUrls = new TreeMap<>();

  @Override
  public Map<String, String> members() {
    return members;
  }

  @Override
  public Map<String, String> retired() {
    return retired;
  }

  @Override
  public Set<String> retiredUrls() {
    return new HashSet<>(retiredUrls.values());
  }

  @Override
  public void putMember(String id, String url) {
    members.put(id, url);
  }

  @Override
  public void removeMember(String id) {
    members.remove(id);
  }

  @Override
  public void retire(String id, String url, String run) {
    members.remove(id);
    retired.put(id, run);
    retiredUrls.put(id, url);
  }

  @Override
  public void unretire(String id) {
    retired.remove(id);
    retiredUrls.remove(id);
  }
}
