package io.replog.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows as a Markdown table that is also easy on the eye in a terminal. */
public final class Table {
  private static final List<String> HEAD =
      List.of(
          "scenario",
          "what",
          "figure",
          "unit",
          "p50 ms",
          "p90",
          "p99",
          "p99.9",
          "max",
          "errors",
          "others' CPU");
  private static final List<String> LATENCIES =
      List.of("p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms");
  private static final int FIRST_NUMBER = 2;

  private Table() {}

  public static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      append(text, lines.get(i), widths);
      if (i == 0) {
        appendRule(text, widths);
      }
    }
    return text.toString();
  }

  /** A figure with as many decimals as its size deserves. */
  public static String figure(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.scenario());
    cells.add(row.what());
    cells.add(figure(row.value()));
    cells.add(row.unit());
    LATENCIES.forEach(name -> cells.add(figure(row.number(name))));
    double errors = row.number("errors");
    cells.add(Double.isNaN(errors) ? "" : String.format(Locale.ROOT, "%,.0f", errors));
    double others = row.number("others_cpu_percent");
    cells.add(Double.isNaN(others) ? "" : String.format(Locale.ROOT, "%.0f %%", others));
    return cells;
  }

  private static void append(StringBuilder text, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      boolean left = i < FIRST_NUMBER || i == FIRST_NUMBER + 1;
      String format = "| %" + (left ? "-" : "") + widths[i] + "s ";
      text.append(String.format(Locale.ROOT, format, cells.get(i)));
    }
    text.append("|\n");
  }

  private static void appendRule(StringBuilder text, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      boolean left = i < FIRST_NUMBER || i == FIRST_NUMBER + 1;
      text.append("|-").append("-".repeat(widths[i])).append(left ? "-" : ":");
    }
    text.append("|\n");
  }
}
