package io.replog.simulation.failover;

import java.util.List;

/**
 * What one schedule did.
 *
 * @param lost disks
 * @param elected how often a node was told that it is
 * @param opened reigns in which a master took over
 * @param ended reigns that ended in a process that went on
 * @param changes of the voters, begun
 * @param applied changes of the voters
 * @param cuts commits that cut something
 * @param cut messages
 * @param answered messages
 * @param survivors messages that were answered with a majority
 * @param shown messages that readers saw
 * @param violations of the rules; empty if all is well
 * @param trace all that happened
 */
record FailoverOutcome(
    long steps,
    int harms,
    int lost,
    int elected,
    int opened,
    int ended,
    int changes,
    int applied,
    int cuts,
    int cut,
    int answered,
    int survivors,
    int shown,
    List<String> violations,
    List<String> trace) {}
