package io.replog.master.cluster;

import io.replog.master.membership.Heartbeat;
import io.replog.master.replication.Replicator;

/** All that goes on between the master and one secondary. */
public record Conversation(Replicator replicator, Heartbeat heartbeat) {

  void close() {
    heartbeat.close();
    replicator.close();
  }
}
