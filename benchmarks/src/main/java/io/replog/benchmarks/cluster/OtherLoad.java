package io.replog.benchmarks.cluster;

/**
 * What share of the machine others took while something was measured: processes that are not of
 * this program, and the kernel's own threads. Figures taken beside a busy neighbour say little.
 */
public final class OtherLoad {
  private final long own = Proc.ownTicks();
  private final long[] machine = Proc.machineTicks();

  /** Percent of all cores since this was made. */
  public double percent() {
    long[] now = Proc.machineTicks();
    long total = now[1] - machine[1];
    long others = now[0] - machine[0] - (Proc.ownTicks() - own);
    return total == 0 ? 0 : Math.max(0, 100.0 * others / total);
  }
}
