package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import java.util.Locale;

/**
 * A named piece of work that measures something and adds what it found to the report; in the order
 * in which a full run plays them.
 */
public enum Scenario {
  POSTS("single posts at w=1, 2, 3, with 64 clients and with 1", onWarm(Posts::byConcern)),
  BARE(
      "posts at w=1 with two secondaries, and to a Spring Boot server that keeps nothing",
      onWarm(Bare::play)),
  OPEN_LOOP(
      "latency of w=3 posts at fixed rates, shares of what a closed loop reaches",
      onWarm(Posts::atFixedRates)),
  BATCHES("batches of 1,000 messages as NDJSON at w=3", onWarm(Posts::batches)),
  READS(
      "GET /messages of 1,000,000 messages, as JSON and as NDJSON, from master and secondary",
      Reads::play),
  CATCH_UP(
      "a secondary 1,000,000 messages behind catches up, without and with writers at w=2",
      CatchUp::play),
  SLOW_SECONDARY(
      "w=2 beside a secondary that is delayed by 2 s, or dead", onWarm(WeakSecondary::slow)),
  BLOCKED(
      "10,000 clients blocked at w=3 beside writers at w=2, nodes with -Xmx512m",
      onWarm(WeakSecondary::blocked, "-Xmx512m")),
  START("time until a master alone, and a cluster of three, is healthy", Starts::play),
  WARM_UP(
      "rate of w=3 posts, second by second, of a cluster that has just become healthy",
      Starts::warmUp),
  FAILOVER(
      "equal nodes: how long writers wait when the master is killed, paused, handed over, and what"
          + " idle nodes cost",
      Failover::losses),
  ELECTED("posts at w=3 to a fixed and to an elected master, in turns", Failover::rates),
  GROWTH(
      "rate of w=3 posts, and start-up, with many stored messages (--count, 10,000,000)",
      onWarm(Growth::play));

  /** How many nodes a cluster has where a scenario does not say otherwise. */
  static final int NODES = 3;

  private final String summary;
  private final Bench.Step<Bench> play;

  /** The part of a scenario that finds a cluster which is healthy and warm. */
  @FunctionalInterface
  private interface Warm {
    void play(Bench bench, Cluster cluster) throws Exception;
  }

  Scenario(String summary, Bench.Step<Bench> play) {
    this.summary = summary;
    this.play = play;
  }

  private static Bench.Step<Bench> onWarm(Warm part, String... jvm) {
    return bench -> bench.onWarm(NODES, cluster -> part.play(bench, cluster), jvm);
  }

  public String summary() {
    return summary;
  }

  public void play(Bench bench) throws Exception {
    play.on(bench);
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
