/**
 * From the log to one secondary: {@link io.replog.master.replication.DeliveryPlan} decides what to
 * send next, {@link io.replog.master.replication.Replicator} sends it, for ever, through the port
 * {@link io.replog.master.replication.SecondaryLink}.
 */
package io.replog.master.replication;
