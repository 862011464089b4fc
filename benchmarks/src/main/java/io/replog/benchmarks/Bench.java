package io.replog.benchmarks;

import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Machine.OtherLoad;
import io.replog.benchmarks.cluster.WorkDir;
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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a scenario works with: clusters, loads whose progress is printed, and the report. Where it
 * takes two figures, the second is for {@code --full}.
 */
public final class Bench {
  /** Messages of a batch, as the goals of this project state it. */
  public static final int BATCH = 1_000;

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
    return options.seconds() != null ? options.seconds() : options.full() ? thorough : brief;
  }

  public long count(long brief, long thorough) {
    return options.count() != null ? options.count() : options.full() ? thorough : brief;
  }

  public int repeats(int brief) {
    int all = options.full() ? Math.max(3, brief) : brief;
    return options.repeats() != null ? options.repeats() : all;
  }

  public double warmSeconds() {
    return warmSeconds(options);
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
  public void onStopped(int secondaries, List<String> jvm, Step<Cluster> body) throws Exception {
    List<String> all = new ArrayList<>(Optional.ofNullable(options.jvm()).orElse(List.of()));
    all.addAll(jvm);
    Path prepared = options.prepared() == null ? null : options.prepared().toAbsolutePath();
    Path folder = folder();
    try (Cluster cluster =
        Cluster.of(new Cluster.Build(project(), prepared, all), folder, secondaries)) {
      body.on(cluster);
    } finally {
      WorkDir.delete(folder);
    }
  }

  /** The same with a cluster that is up, healthy and warm. */
  public void onWarm(int secondaries, List<String> jvm, Step<Cluster> body) throws Exception {
    onStopped(
        secondaries,
        jvm,
        cluster -> {
          cluster.start();
          cluster.awaitHealthy();
          warm(cluster, 1 + secondaries);
          body.on(cluster);
        });
  }

  /** Posts at w = nodes until the servers' code is compiled and the rate has stopped growing. */
  public void warm(Cluster cluster, int nodes) throws Exception {
    try (Load load = Load.start(posts(cluster, nodes))) {
      double seconds = warmSeconds();
      load.measure(seconds, progress("warm-up", 1));
      double before = 0;
      double longest = seconds * (MOST_WARMING - 1);
      for (double spent = 0; spent < longest; spent += STEADY_SECONDS) {
        double now = load.measure(STEADY_SECONDS, progress("warm-up", 1)).rate();
        if (now < STILL_GROWING * before) {
          return;
        }
        before = now;
      }
    }
  }

  /** A load for some seconds whose figures are not kept. */
  public void warm(String what, LoadPlan plan, double seconds) throws Exception {
    try (Load load = Load.start(plan)) {
      load.measure(seconds, progress(what, plan.request().messages()));
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

  /** Posts of one message each to the master, by as many clients as were asked for. */
  public LoadPlan posts(Cluster cluster, int w) {
    return posts(cluster.master().port(), w);
  }

  public LoadPlan posts(int port, int w) {
    return LoadPlan.closed(port, Request.post(options.size(), w), clients());
  }

  public LoadPlan batches(Cluster cluster, int w, int clients) {
    Request request = Request.batch(BATCH, options.size(), w);
    return LoadPlan.closed(cluster.master().port(), request, clients);
  }

  /** A load for some seconds, after a moment to get going. */
  public Row measure(String what, LoadPlan plan, double seconds) throws Exception {
    try (Load load = Load.start(plan)) {
      return measure(what, load, seconds);
    }
  }

  /** The same for a load that runs already. */
  public Row measure(String what, Load load, double seconds) throws Exception {
    load.measure(LEAD_SECONDS, second -> {});
    int perRequest = load.plan().request().messages();
    OtherLoad others = new OtherLoad();
    Sample sample = load.measure(seconds, progress(what, perRequest));
    return add(Row.load(scenario, what, sample, perRequest, others.percent()));
  }

  /** Adds the figures of a load. */
  public Row add(String what, Sample sample, double others) throws IOException {
    return add(Row.load(scenario, what, sample, 1, others));
  }

  /** Adds a figure and prints it. */
  public void fact(String what, double value, String unit) throws IOException {
    add(Row.fact(scenario, what, value, unit));
    System.out.printf(Locale.ROOT, "  %s: %.3f %s%n", what, value, unit);
  }

  /** Draws a chart that is named for the scenario. */
  public void chart(String title, String xName, String yName, List<Line> lines) throws IOException {
    report.chart(scenario, title, xName, yName, lines);
  }

  /** Prints a line for each second of a load. */
  public static Consumer<Sample> progress(String what, int perRequest) {
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

  private Row add(Row row) throws IOException {
    report.add(row);
    return row;
  }
}
