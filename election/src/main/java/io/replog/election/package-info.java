/**
 * Who should be master, by an engine that elects: {@link io.replog.election.Elections} is the port
 * to it. The engine says <em>who</em>; whether that node may open is decided by Replog's take-over,
 * and no message depends on the engine being right. {@link io.replog.election.Grant} is what the
 * elected node commits before it opens.
 */
package io.replog.election;
