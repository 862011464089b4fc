package io.replog.benchmarks;

import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.OtherLoad;
import io.replog.benchmarks.cluster.Setup;
import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import io.replog.benchmarks.report.Report;
import io.replog.benchmarks.report.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What every scenario needs: clusters, loads that are watched while they run, and the report. */
public final class Bench {
  private static final double LEAD_SECONDS = 0.5;
  private static final int FILLERS = 4;
  private static final double STEADY_SECONDS = 4;
  private static final double STILL_GROWING = 1.1;
  private static final double MOST_WARMING = 2.5;

  private final Options options;
  private final WorkDir work;
  private final Report report;
  private int folders;

  Bench(Options options, WorkDir work, Report report) {
    this.options = options;
    this.work = work;
    this.report = report;
  }

  public Options options() {
    return options;
  }

  public Report report() {
    return report;
  }

  public Payload payload() {
    return Payload.ofSize(options.size());
  }

  public void say(String text) {
    System.out.println(text);
  }

  /** A folder of its own on the disk that is measured. */
  public Path folder(String name) {
    return work.path().resolve(name + "-" + folders++);
  }

  /** Work on a cluster. */
  @FunctionalInterface
  public interface OnCluster {
    void run(Cluster cluster) throws Exception;
  }

  /** Lays out a cluster, hands it over before anything runs, stops it and deletes its data. */
  public void onStopped(int secondaries, List<String> jvm, OnCluster body) throws Exception {
    List<String> allOptions = new ArrayList<>(options.jvm());
    allOptions.addAll(jvm);
    Path folder = folder("cluster");
    Cluster cluster =
        Cluster.of(
            new Setup(options.project(), options.prepared(), folder, allOptions), secondaries);
    try (cluster) {
      body.run(cluster);
    } finally {
      WorkDir.delete(folder);
    }
  }

  /** The same with a cluster that is up, healthy and warm. */
  public void onWarm(int secondaries, List<String> jvm, OnCluster body) throws Exception {
    onStopped(
        secondaries,
        jvm,
        cluster -> {
          cluster.start();
          cluster.awaitHealthy();
          warm(cluster, 1 + secondaries);
          body.run(cluster);
        });
  }

  /**
   * Runs posts at w = nodes until the servers' code is compiled and the rate has stopped growing.
   */
  public void warm(Cluster cluster, int nodes) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(cluster.master().port(), payload().post(nodes), options.clients());
    try (Load load = Load.start(plan)) {
      double seconds = options.warmSeconds();
      load.measure(seconds, progress("warm-up"));
      double before = 0;
      double longest = seconds * (MOST_WARMING - 1);
      for (double spent = 0; spent < longest; spent += STEADY_SECONDS) {
        double now = load.measure(STEADY_SECONDS, progress("warm-up")).rate();
        if (now < STILL_GROWING * before) {
          return;
        }
        before = now;
      }
    }
  }

  /** Stores many messages, in batches, and waits until every running node has them. */
  public void fill(Cluster cluster, long count, int w) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(cluster.master().port(), payload().batch(Payload.BATCH, w), FILLERS)
            .upTo(count / Payload.BATCH);
    Sample all;
    try (Load load = Load.start(plan)) {
      all = load.finish(progress("filling, in batches", Payload.BATCH));
    }
    if (all.errorCount() > 0) {
      throw new IllegalStateException("could not be filled: " + all.errors());
    }
  }

  /** A load for some seconds, after a moment to get going; its progress is printed. */
  public Row measure(
      String scenario, String what, LoadPlan plan, int perRequest, String unit, double seconds)
      throws Exception {
    try (Load load = Load.start(plan)) {
      return measure(scenario, what, load, perRequest, unit, seconds);
    }
  }

  /** The same for a load that runs already. */
  public Row measure(
      String scenario, String what, Load load, int perRequest, String unit, double seconds)
      throws Exception {
    load.measure(LEAD_SECONDS, second -> {});
    OtherLoad others = new OtherLoad();
    Sample sample = load.measure(seconds, progress(what, perRequest));
    Row row = Row.load(scenario, what, sample, perRequest, unit, others.percent());
    report.add(row);
    return row;
  }

  /** Adds a figure and prints it. */
  public void fact(String scenario, String what, double value, String unit) throws Exception {
    report.add(Row.fact(scenario, what, value, unit));
    say(String.format(Locale.ROOT, "  %s: %.3f %s", what, value, unit));
  }

  /** Prints one line for each second of a load. */
  public Consumer<Sample> progress(String what) {
    return progress(what, 1);
  }

  /** The same where a request carries several units of work. */
  public Consumer<Sample> progress(String what, int perRequest) {
    return second -> {
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(
              Locale.ROOT,
              "  %-34s %,9.0f/s  p50 %8.3f  p99 %8.3f  max %8.3f ms",
              what,
              second.rate() * perRequest,
              second.millis(50),
              second.millis(99),
              second.maxMillis()));
      if (second.behind() > 0) {
        line.append("  behind ").append(second.behind());
      }
      if (second.errorCount() > 0) {
        line.append("  errors ").append(second.errors());
      }
      say(line.toString());
    };
  }
}
