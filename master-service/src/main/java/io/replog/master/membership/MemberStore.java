package io.replog.master.membership;

import java.util.Map;
import java.util.Set;

/**
 * Remembers members over restarts. Called with the membership's lock held; may block on the disk.
 */
public interface MemberStore {

  /** The registered secondaries: id to URL. */
  Map<String, String> members();

  /** The retired ones: id to the process that was retired, empty where it was not known. */
  Map<String, String> retired();

  void putMember(String id, String url);

  /** Forgets a member without retiring it. */
  void removeMember(String id);

  void retire(String id, String url, String run);

  void unretire(String id);

  /** URLs under which retired secondaries were reached. */
  Set<String> retiredUrls();
}
