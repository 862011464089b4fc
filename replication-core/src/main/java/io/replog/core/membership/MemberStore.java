package io.replog.core.membership;

import java.util.Map;
import java.util.Set;

/**
 * Remembers members over restarts. Called with the membership's lock held; may block on the disk.
 */
public interface MemberStore {

  /** The registered secondaries that were reached: id to URL. */
  Map<String, String> members();

  /** The registered secondaries that were never reached: id to URL. */
  Map<String, String> unreached();

  /** The retired ones: id to the process that was retired, empty where it was not known. */
  Map<String, String> retired();

  /** Writes nothing if that is stored already. */
  void putMember(String id, String url, boolean reached);

  /** Forgets a member without retiring it. */
  void removeMember(String id);

  void retire(String id, String url, String run);

  void unretire(String id);

  /** URLs under which retired secondaries were reached. */
  Set<String> retiredUrls();
}
