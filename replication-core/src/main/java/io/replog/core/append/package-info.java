/**
 * From a request to a place in the log: {@link io.replog.core.append.Sequencer} decides orders and
 * duplicates, {@link io.replog.core.append.Appender} is the only writer.
 */
package io.replog.core.append;
