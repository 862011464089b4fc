package io.replog.benchmarks.report;

import java.util.List;

/** Horizontal bars, one for each figure, with the figure written out beside it. */
final class BarChart {
  private static final int WIDTH = 800;
  private static final int LABELS = 270;
  private static final int BARS = 300;
  private static final int TOP = 52;
  private static final int STEP = 30;

  private BarChart() {}

  static String of(String title, String unit, List<Row> rows) {
    Svg svg = new Svg(WIDTH, TOP + STEP * rows.size() + 16, title);
    double longest = rows.stream().mapToDouble(Row::value).max().orElse(1);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double y = TOP + STEP * i;
      double length = longest > 0 ? BARS * row.value() / longest : 0;
      svg.text(LABELS - 10, y + 15, "end", "", row.what());
      svg.bar(LABELS, y, length, STEP - 9, 0);
      svg.text(LABELS + length + 8, y + 15, "start", "muted", caption(row, unit));
    }
    return svg.toString();
  }

  private static String caption(Row row, String unit) {
    String figure = Table.figure(row.value()) + " " + unit;
    double p99 = row.number("p99_ms");
    return Double.isNaN(p99) ? figure : figure + ", p99 " + Table.figure(p99) + " ms";
  }
}
