package io.replog.core.view;

import java.util.List;

/**
 * One node's view of the cluster at one moment: what its health, its metrics and its page show.
 * Immutable.
 *
 * @param role {@code master} or {@code secondary}
 * @param id this node's id
 * @param mode as {@link io.replog.core.mode.Mode#label}
 * @param fault why the node cannot do its work, other nodes' health apart; null if it can
 * @param logId null on a node that holds no log yet
 * @param epoch the greatest epoch of that log that this node knows
 * @param first the first order that the log still has
 * @param messages length of the visible log, counted from order 0
 * @param buffered messages held beyond a gap
 * @param nodes how many nodes count, the master included; 0 where this node cannot know
 * @param healthy how many of them are healthy
 * @param waiting writers that wait for their write concern
 * @param secondaries as the master sees them; empty on a secondary
 */
public record ClusterView(
    String role,
    String id,
    String mode,
    String fault,
    String logId,
    long epoch,
    long first,
    long messages,
    long buffered,
    int nodes,
    int healthy,
    int waiting,
    List<SecondaryView> secondaries) {}
