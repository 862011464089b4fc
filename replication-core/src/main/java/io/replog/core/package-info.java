/**
 * Both roles of a node without Spring and HTTP, each under one root that can be closed and built
 * anew in the same process: {@link io.replog.core.MasterRole} and {@link
 * io.replog.core.SecondaryRole}.
 *
 * <p>A message's way: {@link io.replog.core.append} gives it an order and puts it on the disk,
 * {@link io.replog.core.replication} sends it to each secondary as far as {@link
 * io.replog.core.progress} says, {@link io.replog.core.replica} stores it there, and its
 * acknowledgement releases the writer in {@link io.replog.core.acknowledgement}.
 */
package io.replog.core;
