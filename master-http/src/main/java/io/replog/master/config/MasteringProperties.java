package io.replog.master.config;

import io.replog.http.node.NodeProperties;
import io.replog.master.config.MasterProperties.Batch;
import io.replog.master.config.MasterProperties.Heartbeat;
import io.replog.master.config.MasterProperties.Replication;
import io.replog.master.config.MasterProperties.Write;

/** The settings of every node that may be master. */
public interface MasteringProperties extends NodeProperties {

  Write write();

  Batch batch();

  Replication replication();

  Heartbeat heartbeat();
}
