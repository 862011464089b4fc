package io.replog.core;

import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector;
import io.replog.core.progress.Window;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a master.
 *
 * @param id this node's id
 * @param listed the URLs of secondaries that count from the start
 * @param requiresQuorum whether the master accepts messages only while a majority is healthy
 * @param maxWaiting the most messages that writers wait for
 * @param appending bounds of the queue in front of the disk
 * @param window bounds of sending to one secondary
 * @param heartbeatInterval between two heartbeats
 * @param patience silence after which a secondary is suspected or unhealthy
 */
public record MasterSettings(
    String id,
    List<URI> listed,
    boolean requiresQuorum,
    int maxWaiting,
    Appender.Bounds appending,
    Window window,
    Duration heartbeatInterval,
    FailureDetector.Patience patience) {}
