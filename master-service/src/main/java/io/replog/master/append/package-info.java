/**
 * From a request to a place in the log: {@link io.replog.master.append.Sequencer} decides orders
 * and duplicates, {@link io.replog.master.append.Appender} is the only writer, {@link
 * io.replog.master.append.PendingWrites} keeps writers waiting until enough nodes hold their
 * message.
 */
package io.replog.master.append;
