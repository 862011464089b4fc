package io.replog.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.benchmarks.load.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Keeps every figure of a run as a line of JSON, written at once, and draws charts. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();

  /** A line of a chart. */
  public record Line(String name, List<Double> xs, List<Double> ys) {
    public Line(String name) {
      this(name, new ArrayList<>(), new ArrayList<>());
    }

    public void add(double x, double y) {
      xs.add(x);
      ys.add(y);
    }

    /** The rate of the next second. */
    public void addSecond(Sample second) {
      add(xs.size() + 1.0, second.rate());
    }
  }

  /** A report into a folder, which is made. */
  public Report(Path folder, Map<String, Object> environment) throws IOException {
    this.folder = Files.createDirectories(folder);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", "environment");
    line.putAll(environment);
    write(line);
  }

  public Path folder() {
    return folder;
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  public void add(Row row) throws IOException {
    rows.add(row);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", "figure");
    line.put("time", Instant.now().toString());
    line.put("scenario", row.scenario());
    line.put("what", row.what());
    line.put("value", row.value());
    line.put("unit", row.unit());
    line.putAll(row.details());
    write(line);
  }

  /** Draws lines over one axis, both axes from 0, as an SVG of this name. */
  public void chart(String name, String title, String xName, String yName, List<Line> lines)
      throws IOException {
    XYChart chart = new XYChartBuilder().title(title).xAxisTitle(xName).yAxisTitle(yName).build();
    chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
    chart.getStyler().setMarkerSize(0);
    lines.forEach(line -> chart.addSeries(line.name(), line.xs(), line.ys()));
    String file = folder.resolve(name).toString();
    VectorGraphicsEncoder.saveVectorGraphic(chart, file, VectorGraphicsFormat.SVG);
  }

  private void write(Map<String, Object> line) throws IOException {
    Files.writeString(
        folder.resolve("results.jsonl"),
        JSON.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
