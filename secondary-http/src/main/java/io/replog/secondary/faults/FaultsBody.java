package io.replog.secondary.faults;

/** Faults as JSON: durations in milliseconds, with their unit. */
public record FaultsBody(
    String delay, String jitter, double errorBefore, double errorAfter, boolean offline) {

  public static FaultsBody of(Faults faults) {
    return new FaultsBody(
        faults.delay().toMillis() + "ms",
        faults.jitter().toMillis() + "ms",
        faults.errorBefore(),
        faults.errorAfter(),
        faults.offline());
  }
}
