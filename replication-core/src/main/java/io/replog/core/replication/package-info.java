/**
 * From the log to each secondary: {@link io.replog.core.replication.Replication} begins and ends a
 * {@link io.replog.core.replication.Replicator} for each, which connects, and whose {@link
 * io.replog.core.replication.Sender} sends.
 */
package io.replog.core.replication;
