/**
 * Elections by Apache Ratis, over gRPC: {@link io.replog.election.ratis.RatisElections}. Ratis
 * calls hooks from many threads, some under its locks, and out of order; {@link
 * io.replog.election.ratis.Hints} takes them, and the one thread of {@link
 * io.replog.election.ratis.Announcer} tells the listener what follows from the engine's state at
 * that moment.
 *
 * <p><strong>The port is for the nodes only.</strong> Ratis reads exceptions in replies by Java
 * deserialization, and lets anybody who reaches the port change the group. Bind it to a loopback or
 * a network of the nodes' own.
 *
 * <p>Ratis logs much at INFO: set {@code org.apache.ratis} to WARN. A peer that is away makes
 * {@code org.apache.ratis.grpc} and {@code org.apache.ratis.server} warn again and again: set these
 * two to ERROR where that is too much. What an operator needs is logged by this package.
 */
package io.replog.election.ratis;
