package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;

/** A named piece of work that measures something and adds what it found to the report. */
public interface Scenario {
  String name();

  /** One line for a list. */
  String summary();

  void run(Bench bench) throws Exception;
}
