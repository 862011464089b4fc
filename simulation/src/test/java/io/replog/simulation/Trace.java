package io.replog.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened in one schedule, in order, and what of it must not have happened. */
public final class Trace {

  private final List<String> lines = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private long step;

  /** The number of the step that is being done: the only time there is. */
  public long step() {
    return step;
  }

  public void nextStep() {
    step++;
  }

  public void add(String event) {
    lines.add(step + " " + event);
  }

  /** A guarantee is broken. Said, not thrown: the code under test might catch it. */
  public void violated(String what) {
    violations.add(what);
    add("VIOLATED: " + what);
  }

  public List<String> violations() {
    return violations;
  }

  public List<String> lines() {
    return lines;
  }
}
