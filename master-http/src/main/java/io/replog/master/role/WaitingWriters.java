package io.replog.master.role;

import io.replog.core.MasterRole;
import io.replog.core.acknowledgement.Acknowledgements;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many writers wait, as clients are told. */
public final class WaitingWriters {

  private WaitingWriters() {}

  /** By their {@code w}; {@code all} is counted under the number that it meant. */
  public static Map<String, Integer> byW(MasterRole master) {
    Map<String, Integer> writers = new LinkedHashMap<>();
    master
        .waitingByRequired()
        .forEach(
            (required, count) ->
                writers.put(
                    required == Acknowledgements.MAJORITY_OF_VOTERS
                        ? "majority"
                        : String.valueOf(required),
                    count));
    return writers;
  }
}
