package io.replog.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines over one axis, each with its name; both axes start at 0. */
public final class LineChart {
  /** A line and its points, in ascending order of x. */
  public record Series(String name, List<Point> points) {}

  /** A point of a line. */
  public record Point(double x, double y) {}

  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 84;
  private static final int RIGHT = 24;
  private static final int TOP = 72;
  private static final int BOTTOM = 52;
  private static final int TICKS = 5;

  private final List<Series> lines;
  private final double xEnd;
  private final double yEnd;

  private LineChart(List<Series> lines) {
    this.lines = lines;
    this.xEnd = end(lines.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x));
    this.yEnd = end(lines.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y));
  }

  public static String of(String title, String xName, String yName, List<Series> lines) {
    return new LineChart(lines).draw(title, xName, yName);
  }

  private String draw(String title, String xName, String yName) {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    for (int i = 0; i <= TICKS; i++) {
      double y = yEnd * i / TICKS;
      double x = xEnd * i / TICKS;
      svg.line(LEFT, toY(y), WIDTH - RIGHT, toY(y));
      svg.text(LEFT - 8, toY(y) + 4, "end", "muted", tick(y));
      svg.text(toX(x), HEIGHT - BOTTOM + 20, "middle", "muted", tick(x));
    }
    svg.text(16, TOP - 24, "start", "muted", yName);
    svg.text(WIDTH - RIGHT, HEIGHT - 12, "end", "muted", xName);
    for (int i = 0; i < lines.size(); i++) {
      svg.path(points(lines.get(i)), i);
      double x = LEFT + 8 + i * 150;
      svg.bar(x, TOP - 16, 12, 4, i);
      svg.text(x + 18, TOP - 9, "start", "", lines.get(i).name());
    }
    return svg.toString();
  }

  private static String tick(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : Table.figure(value);
  }

  private String points(Series line) {
    return line.points().stream()
        .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", toX(p.x()), toY(p.y())))
        .collect(Collectors.joining(" "));
  }

  private double toX(double x) {
    return LEFT + (WIDTH - LEFT - RIGHT) * x / xEnd;
  }

  private double toY(double y) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * y / yEnd;
  }

  /**
   * The end of an axis: the next round figure (1, 2 or 5 times a power of ten) from the largest.
   */
  static double end(java.util.stream.DoubleStream values) {
    double largest = values.max().orElse(1);
    if (!(largest > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(largest)));
    for (double step : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
      if (step * power >= largest) {
        return step * power;
      }
    }
    return 10 * power;
  }
}
