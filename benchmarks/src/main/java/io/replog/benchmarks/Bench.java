package io.replog.benchmarks;

import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.EqualNodes;
import io.replog.benchmarks.cluster.Machine.OtherLoad;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Request;
import io.replog.benchmarks.load.Sample;
import io.replog.benchmarks.report.Report;
import io.replog.benchmarks.report.Report.Line;
import io.replog.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.util.FileSystemUtils;

/**
 * What a scenario works with: clusters, loads whose progress is printed, and the report. Where it
 * takes two figures, the second is for {@code --full}.
 */
public final class Bench {
  /** Messages of a batch, as the goals of this project state it. */
  private static final int BATCH = 1_000;

  private static final double LEAD_SECONDS = 0.5;
  private static final int FILLERS = 4;
  private static final double STEADY_SECONDS = 4;
  private static final double STILL_GROWING = 1.1;
  private static final double MOST_WARMING = 2.5;

  private final String scenario;
  private final Options options;
  private final Path work;
  private final Report report;

  Bench(String scenario, Options options, Path work, Report report) {
    this.scenario = scenario;
    this.options = options;
    this.work = work;
    this.report = report;
  }

  /** A part of a scenario. */
  @FunctionalInterface
  public interface Step<T> {
    void on(T subject) throws Exception;
  }

  /** Length of one measurement. */
  public double seconds(double brief, double thorough) {
    return given(options.seconds(), brief, thorough);
  }

  public int count(int brief, int thorough) {
    return given(options.count(), brief, thorough);
  }

  public int repeats(int brief) {
    return given(options.repeats(), brief, Math.max(3, brief));
  }

  private <T> T given(T asked, T brief, T thorough) {
    return asked != null ? asked : options.full() ? thorough : brief;
  }

  static double warmSeconds(Options options) {
    return options.warm() != null ? options.warm() : options.full() ? 25 : 10;
  }

  public int clients() {
    return options.clients();
  }

  public int blocked() {
    return options.blocked();
  }

  public Path project() {
    return options.project().toAbsolutePath();
  }

  /** A new folder on the disk that is measured. */
  public Path folder() throws IOException {
    return Files.createTempDirectory(work, scenario + "-");
  }

  /** Lays out a cluster, hands it over before anything runs, stops it and deletes its data. */
  public void onStopped(int nodes, Step<Cluster> body, String... jvm) throws Exception {
    Path folder = folder();
    try (Cluster cluster = new Cluster(build(jvm), folder, nodes - 1)) {
      body.on(cluster);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private Cluster.Build build(String... jvm) {
    List<String> all = new ArrayList<>(Optional.ofNullable(options.jvm()).orElse(List.of()));
    all.addAll(List.of(jvm));
    Path prepared = options.prepared() == null ? null : options.prepared().toAbsolutePath();
    return new Cluster.Build(project(), prepared, all);
  }

  /** Starts equal nodes with these settings, hands them over, stops them and deletes their data. */
  public void onEqualNodes(int count, Map<String, String> settings, Step<EqualNodes> body)
      throws Exception {
    Path folder = folder();
    try (EqualNodes nodes = new EqualNodes(build(), folder, count, settings)) {
      nodes.start();
      nodes.awaitMaster();
      body.on(nodes);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  /** The same with a cluster that is up, healthy and warm. */
  public void onWarm(int nodes, Step<Cluster> body, String... jvm) throws Exception {
    onStopped(
        nodes,
        cluster -> {
          cluster.start();
          cluster.awaitHealthy();
          warm(posts(cluster.master(), nodes));
          body.on(cluster);
        },
        jvm);
  }

  /** Runs a load until the servers' code is compiled and the rate has stopped growing. */
  public void warm(LoadPlan plan) throws Exception {
    Consumer<Sample> progress = progress("warm-up", plan.request().messages());
    try (Load load = Load.start(plan)) {
      double seconds = warmSeconds(options);
      load.measure(seconds, progress);
      double before = 0;
      double longest = seconds * (MOST_WARMING - 1);
      for (double spent = 0; spent < longest; spent += STEADY_SECONDS) {
        double now = load.measure(STEADY_SECONDS, progress).rate();
        if (now < STILL_GROWING * before) {
          return;
        }
        before = now;
      }
    }
  }

  /** Stores many messages, in batches, on w nodes. */
  public void fill(Cluster cluster, long count, int w) throws Exception {
    LoadPlan plan = batches(cluster, w, FILLERS).upTo(count / BATCH);
    try (Load load = Load.start(plan)) {
      Sample all = load.measureWhile(load::running, progress("filling, in batches", BATCH));
      if (all.errorCount() > 0) {
        throw new IllegalStateException("could not be filled: " + all.errors());
      }
    }
  }

  /** Posts of one message each, by as many clients as were asked for. */
  public LoadPlan posts(Node server, int w) {
    return LoadPlan.closed(server.port(), Request.post(options.size(), w), clients());
  }

  public LoadPlan batches(Cluster cluster, int w, int clients) {
    Request request = Request.batch(BATCH, options.size(), w);
    return LoadPlan.closed(cluster.master().port(), request, clients);
  }

  /** A load for some seconds, after a moment to get going. */
  public Row measure(String what, LoadPlan plan, double seconds) throws Exception {
    try (Load load = Load.start(plan)) {
      load.measure(LEAD_SECONDS, second -> {});
      return measure(what, load, Load.forSeconds(seconds), second -> {});
    }
  }

  /**
   * A load that runs already, for as long as a condition holds.
   *
   * @param eachSecond is given every second of it, beside being printed
   */
  public Row measure(String what, Load load, BooleanSupplier goesOn, Consumer<Sample> eachSecond)
      throws Exception {
    int perRequest = load.plan().request().messages();
    load.take();
    OtherLoad others = new OtherLoad();
    Sample sample = load.measureWhile(goesOn, progress(what, perRequest).andThen(eachSecond));
    Row row = Row.load(scenario, what, sample, perRequest, others.percent());
    report.add(row);
    return row;
  }

  /** Adds a figure and prints it. */
  public void fact(String what, double value, String unit) throws IOException {
    report.add(Row.fact(scenario, what, value, unit));
    System.out.printf(Locale.ROOT, "  %s: %.3f %s%n", what, value, unit);
  }

  /** Draws a chart that is named for the scenario. */
  public void chart(String title, String xName, String yName, List<Line> lines) throws IOException {
    report.chart(scenario, title, xName, yName, lines);
  }

  /** Prints a line for each second of a load. */
  private static Consumer<Sample> progress(String what, int perRequest) {
    return second ->
        System.out.printf(
            Locale.ROOT,
            "  %-34s %,9.0f/s  p50 %8.3f  p99 %8.3f  max %8.3f ms%s%s%n",
            what,
            second.rate() * perRequest,
            second.millis(50),
            second.millis(99),
            second.maxMillis(),
            second.behind() > 0 ? "  behind " + second.behind() : "",
            second.errorCount() > 0 ? "  errors " + second.errors() : "");
  }
}
