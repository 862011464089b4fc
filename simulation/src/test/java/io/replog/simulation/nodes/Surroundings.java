package io.replog.simulation.nodes;

import io.replog.simulation.Trace;
import io.replog.simulation.network.Network;
import io.replog.simulation.threads.Scheduler;
import io.replog.simulation.threads.SimulatedTime;
import java.util.random.RandomGenerator;

/** What all simulated nodes share. */
public record Surroundings(
    Scheduler scheduler,
    Network network,
    SimulatedTime time,
    Trace trace,
    RandomGenerator random) {}
