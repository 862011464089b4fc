package io.replog.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps every figure of a run: at once as a line of JSON, at the end as a table and as charts. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();

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

  /** Draws what a scenario measured in one unit as bars, medians of its repeats. */
  public void bars(String scenario, String unit, String title) throws IOException {
    List<Row> shown =
        Medians.of(rows).stream()
            .filter(row -> row.scenario().equals(scenario) && row.unit().equals(unit))
            .toList();
    if (!shown.isEmpty()) {
      chart(scenario, BarChart.of(title, unit, shown));
    }
  }

  public void chart(String name, String svg) throws IOException {
    Files.writeString(folder.resolve(name + ".svg"), svg);
  }

  private void write(Map<String, Object> line) throws IOException {
    Files.writeString(
        folder.resolve("results.jsonl"),
        JSON.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
