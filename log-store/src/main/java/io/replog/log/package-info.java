/**
 * The log on one node. {@link io.replog.log.DurableLog} keeps the visible, gapless prefix; {@link
 * io.replog.log.GapBuffer} what arrived ahead of it. Both write through the port in {@link
 * io.replog.log.storage}, whose implementation is in {@link io.replog.log.rocksdb}.
 */
package io.replog.log;
