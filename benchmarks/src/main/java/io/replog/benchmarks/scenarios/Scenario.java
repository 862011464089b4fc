package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import java.util.List;
import java.util.Optional;

/** A named piece of work that measures something and adds what it found to the report. */
public record Scenario(String name, String summary, Bench.Step<Bench> play) {
  /** All there are, in the order in which a full run plays them. */
  public static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "posts", "single posts at w=1, 2, 3, with 64 clients and with 1", Posts::play),
          new Scenario(
              "bare",
              "posts at w=1 with two secondaries, and to a Spring Boot server that keeps nothing",
              Bare::play),
          new Scenario(
              "open-loop",
              "latency of w=3 posts at fixed rates, shares of what a closed loop reaches",
              Posts::openLoop),
          new Scenario("batches", "batches of 1,000 messages as NDJSON at w=3", Posts::batches),
          new Scenario(
              "reads",
              "GET /messages of 1,000,000 messages, as JSON and as NDJSON, from master and"
                  + " secondary",
              Reads::play),
          new Scenario(
              "catch-up",
              "a secondary 1,000,000 messages behind catches up, without and with writers at w=2",
              CatchUp::play),
          new Scenario(
              "slow-secondary",
              "w=2 beside a secondary that is delayed by 2 s, or dead",
              WeakSecondary::slow),
          new Scenario(
              "blocked",
              "10,000 clients blocked at w=3 beside writers at w=2, nodes with -Xmx512m",
              WeakSecondary::blocked),
          new Scenario(
              "start",
              "time until a master alone, and a cluster of three, is healthy",
              Starts::play),
          new Scenario(
              "warm-up",
              "rate of w=3 posts, second by second, of a cluster that has just become healthy",
              Starts::warmUp),
          new Scenario(
              "growth",
              "rate of w=3 posts, and start-up, with many stored messages (--count, 10,000,000)",
              Growth::play));

  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
