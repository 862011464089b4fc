package io.replog.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.benchmarks.load.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {
  @TempDir Path folder;
  private Report report;

  @BeforeEach
  void open() throws IOException {
    report = new Report(folder.resolve("out"), Map.of("cores", 2));
  }

  @Test
  void everyFigureIsALineOfJsonAtOnce() throws IOException {
    report.add(Row.load("posts", "w=1", sample(1_000_000, 3_000_000), 10, 1.5));
    List<String> lines = Files.readAllLines(folder.resolve("out/results.jsonl"));
    assertThat(lines).hasSize(2);
    JsonNode figure = new ObjectMapper().readTree(lines.get(1));
    assertThat(figure.path("value").asDouble()).isEqualTo(10.0);
    assertThat(figure.path("p50_ms").asDouble()).isBetween(0.99, 1.01);
    assertThat(figure.path("max_ms").asDouble()).isBetween(2.99, 3.01);
    assertThat(figure.path("others_cpu_percent").asDouble()).isEqualTo(1.5);
  }

  @Test
  void ofRepeatsTheOneInTheMiddleCounts() {
    List<Row> rows =
        List.of(row("a", 30), row("b", 1), row("a", 10), row("a", 20), row("b", 2), row("b", 3));
    List<String> lines = Table.of(rows).lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).contains("| a ", " 20 ");
    assertThat(lines.get(3)).contains("| b ", " 2 ");
  }

  @Test
  void theTableShowsErrorsAndLeavesOutWhatAFigureHasNot() {
    String table = Table.of(List.of(row("a", 1234.5)));
    assertThat(table.lines().toList().get(2)).contains("| a ", " 1,235 ").doesNotContain("NaN");
  }

  @Test
  void aChartIsAWellFormedSvg() throws Exception {
    Report.Line line = new Report.Line("run 1");
    line.add(1, 2);
    line.add(2, 3);
    report.chart("warm-up", "Title & <more>", "seconds", "posts/s", List.of(line));
    Document svg = parser().parse(folder.resolve("out/warm-up.svg").toFile());
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("path").getLength()).isPositive();
  }

  /** The file names its document type's address, which is nobody's business to load. */
  private static DocumentBuilder parser() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder();
  }

  private static Row row(String what, double value) {
    return Row.fact("posts", what, value, "messages/s");
  }

  /** Two answers within two seconds. */
  private static Sample sample(long first, long second) {
    Histogram latencies = new Histogram(3_600_000_000_000L, 3);
    latencies.recordValue(first);
    latencies.recordValue(second);
    return new Sample(latencies, Map.of(), 2_000_000_000L, 0);
  }
}
