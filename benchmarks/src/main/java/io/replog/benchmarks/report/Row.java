package io.replog.benchmarks.report;

import io.replog.benchmarks.load.Sample;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One figure that was measured.
 *
 * @param scenario the scenario that measured it
 * @param what what it is a figure of; rows of one scenario that say the same are repeats
 * @param value the figure
 * @param unit what it counts
 * @param details more about it, by names fit for a machine to read
 */
public record Row(
    String scenario, String what, double value, String unit, Map<String, Object> details) {
  /**
   * The rate and the latencies of a load.
   *
   * @param perRequest messages that one request carries
   * @param others percent of the machine that others took meanwhile
   */
  public static Row load(
      String scenario, String what, Sample sample, int perRequest, double others) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("p50_ms", sample.millis(50));
    details.put("p90_ms", sample.millis(90));
    details.put("p99_ms", sample.millis(99));
    details.put("p999_ms", sample.millis(99.9));
    details.put("max_ms", sample.maxMillis());
    details.put("answers", sample.count());
    details.put("errors", sample.errorCount());
    details.put("seconds", sample.seconds());
    details.put("others_cpu_percent", others);
    if (sample.behind() > 0) {
      details.put("behind", sample.behind());
    }
    if (!sample.errors().isEmpty()) {
      details.put("error_kinds", sample.errors());
    }
    return new Row(scenario, what, sample.rate() * perRequest, "messages/s", details);
  }

  public static Row fact(String scenario, String what, double value, String unit) {
    return new Row(scenario, what, value, unit, Map.of());
  }

  /** Of repeats, the one whose figure lies in the middle; the lower one of two. */
  public static Row median(List<Row> repeats) {
    List<Row> sorted = repeats.stream().sorted(Comparator.comparingDouble(Row::value)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** A detail that is a number, or NaN. */
  public double number(String detail) {
    return details.get(detail) instanceof Number n ? n.doubleValue() : Double.NaN;
  }
}
