package io.replog.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Medians as a Markdown table that is also easy on the eye in a terminal. */
public final class Table {
  private static final List<String> DETAILS =
      List.of("p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms", "errors", "others_cpu_percent");
  private static final String LINE =
      "| %-14s | %-40s | %9s | %-10s | %8s | %8s | %8s | %8s | %8s | %6s | %13s |%n";
  private static final String[] HEAD =
      "scenario,what,figure,unit,p50 ms,p90,p99,p99.9,max,errors,others' CPU %".split(",");

  private Table() {}

  /** A line for each figure, in the order in which they were first measured. */
  public static String of(List<Row> rows) {
    String head = LINE.formatted((Object[]) HEAD);
    StringBuilder table = new StringBuilder(head).append(head.replaceAll("[^|\n]", "-"));
    Map<List<String>, List<Row>> repeats =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row.scenario(), row.what(), row.unit()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (Row row : repeats.values().stream().map(Row::median).toList()) {
      List<String> cells = new ArrayList<>();
      cells.addAll(List.of(row.scenario(), row.what(), figure(row.value()), row.unit()));
      DETAILS.forEach(name -> cells.add(figure(row.number(name))));
      table.append(LINE.formatted(cells.toArray()));
    }
    return table.toString();
  }

  /** A figure with as many decimals as its size deserves; empty for NaN. */
  private static String figure(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == Math.rint(size) ? 0 : size >= 10 ? 1 : 2;
    String format = "%,." + decimals + "f";
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }
}
