package io.replog.cluster.storm;

/**
 * A harm and its remedy.
 *
 * @param details what chance decided; empty for nothing
 */
record Deed(String kind, String details, Runnable harm, Runnable remedy) implements Harm {

  @Override
  public void begin() {
    harm.run();
  }

  @Override
  public void end() {
    remedy.run();
  }

  @Override
  public String toString() {
    return details.isEmpty() ? kind : kind + ": " + details;
  }
}
