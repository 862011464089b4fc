package io.replog.node.config;

import io.replog.http.settings.Setting;

/** The server id of a node that votes. */
final class NodeId {

  private static final int LONGEST = 64;

  private NodeId() {}

  /** {@code id} itself; refuses one that its election engine could not carry. */
  static String check(String id) {
    Setting.serverId(id);
    if (id.length() > LONGEST) {
      throw new IllegalArgumentException(
          "\"%s\" must have at most %d characters".formatted(id, LONGEST));
    }
    return id;
  }
}
