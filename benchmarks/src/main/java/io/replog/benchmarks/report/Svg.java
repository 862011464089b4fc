package io.replog.benchmarks.report;

import java.util.Locale;

/** The few shapes that the charts are made of. Colours follow the reader's light or dark scheme. */
final class Svg {
  private static final String STYLE =
      """
      <style>
        svg { --back: #ffffff; --text: #1d2327; --muted: #5a646d; --line: #dcdfe2;
              --c0: #2f5d8a; --c1: #c2621c; --c2: #3c7d4e; --c3: #8a4a8f; --c4: #6b6f75; }
        @media (prefers-color-scheme: dark) {
          svg { --back: #15191d; --text: #e6e9eb; --muted: #a3adb5; --line: #343c43;
                --c0: #8ab8e6; --c1: #f0a35e; --c2: #8fd6a4; --c3: #d7a3dc; --c4: #b9bec3; }
        }
        text { font: 13px system-ui, sans-serif; fill: var(--text); }
        .title { font-size: 16px; font-weight: 600; }
        .muted { fill: var(--muted); font-size: 12px; }
        .grid { stroke: var(--line); }
      </style>
      """;
  private static final int COLOURS = 5;

  private final StringBuilder shapes = new StringBuilder();
  private final int width;
  private final int height;
  private final String title;

  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
    text(16, 26, "start", "title", title);
  }

  static String colour(int series) {
    return "var(--c" + series % COLOURS + ")";
  }

  void text(double x, double y, String anchor, String kind, String text) {
    add(
        "<text x='%.1f' y='%.1f' text-anchor='%s' class='%s'>%s</text>",
        x, y, anchor, kind, xml(text));
  }

  void bar(double x, double y, double w, double h, int series) {
    add(
        "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='2' style='fill:%s'/>",
        x, y, Math.max(w, 0.5), h, colour(series));
  }

  void line(double x1, double y1, double x2, double y2) {
    add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='grid'/>", x1, y1, x2, y2);
  }

  void path(String points, int series) {
    add(
        "<polyline points='%s' style='fill:none;stroke:%s;stroke-width:2'/>",
        points, colour(series));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' role='img' aria-label='%s'>%n"
            + "%s<rect width='100%%' height='100%%' style='fill:var(--back)'/>%n%s</svg>%n",
        width,
        height,
        xml(title),
        STYLE,
        shapes);
  }

  private void add(String format, Object... values) {
    shapes.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
  }
}
