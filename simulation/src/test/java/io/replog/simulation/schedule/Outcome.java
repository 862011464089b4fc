package io.replog.simulation.schedule;

import io.replog.simulation.rules.FinalRules.Looked;
import java.util.List;

/**
 * What came of one schedule.
 *
 * @param plan which masters it had
 * @param steps how many it took
 * @param harms how many faults were done, but for those of the network
 * @param acknowledged how many messages masters answered for
 * @param takeOvers how often a master took over
 * @param looked how many of these were promised to be kept
 * @param undecided whether a person would have had to choose between logs
 * @param violations what must not have happened
 */
public record Outcome(
    long seed,
    Plan plan,
    long steps,
    int harms,
    int acknowledged,
    int takeOvers,
    Looked looked,
    boolean undecided,
    List<String> violations,
    List<String> trace) {}
