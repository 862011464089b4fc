package io.replog.benchmarks;

import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.report.Medians;
import io.replog.benchmarks.report.Report;
import io.replog.benchmarks.report.Table;
import io.replog.benchmarks.scenarios.Scenario;
import io.replog.benchmarks.scenarios.Scenarios;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Plays scenarios and leaves a table, lines of JSON and charts. */
public final class Main {
  private static final int WRONG_USAGE = 2;
  private static final double BUSY_NEIGHBOURS = 15;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Options options;
    List<Scenario> scenarios;
    try {
      options = Options.parse(arguments);
      scenarios = chosen(options);
    } catch (Options.Mistake e) {
      System.err.println(e.getMessage());
      System.err.println(Options.HELP);
      System.exit(WRONG_USAGE);
      return;
    }
    if (options.help()) {
      System.out.print(Options.HELP);
    } else if (options.list()) {
      Scenarios.ALL.forEach(s -> System.out.printf("%-15s %s%n", s.name(), s.summary()));
    } else {
      System.exit(run(options, scenarios) ? 0 : 1);
    }
  }

  private static List<Scenario> chosen(Options options) {
    if (!options.scenarios().isEmpty()) {
      return options.scenarios().stream().map(Main::named).toList();
    }
    List<Scenario> chosen = new ArrayList<>();
    if (options.full()) {
      Scenarios.ALL.stream().filter(s -> !s.name().equals("peers")).forEach(chosen::add);
    } else {
      chosen.add(named("posts"));
    }
    if (options.peers()) {
      chosen.add(named("peers"));
    }
    return chosen;
  }

  private static Scenario named(String name) {
    return Scenarios.named(name)
        .orElseThrow(
            () -> new Options.Mistake("no such scenario: " + name + "; --list names them"));
  }

  /** Plays one after the other; one that fails does not keep the others from their turn. */
  private static boolean run(Options options, List<Scenario> scenarios) throws Exception {
    boolean good = true;
    try (WorkDir work = WorkDir.under(folders(options))) {
      Report report = new Report(out(options), Environment.describe(options, work.path()));
      Bench bench = new Bench(options, work, report);
      for (Scenario scenario : scenarios) {
        bench.say(scenario.name() + ": " + scenario.summary());
        try {
          scenario.run(bench);
        } catch (Exception e) {
          good = false;
          System.err.println(scenario.name() + " failed: " + e);
        }
      }
      bench.say("");
      bench.say(Table.of(Medians.of(report.rows())));
      bench.say("Medians of repeats. Every figure and the charts: " + report.folder());
      warnOfNeighbours(bench, report);
    }
    return good;
  }

  private static void warnOfNeighbours(Bench bench, Report report) {
    double most =
        report.rows().stream()
            .mapToDouble(row -> row.number("others_cpu_percent"))
            .filter(percent -> percent > BUSY_NEIGHBOURS)
            .max()
            .orElse(0);
    if (most > 0) {
      bench.say(
          "Others took up to %.0f %% of the machine meanwhile: measure again when it is quiet."
              .formatted(most));
    }
  }

  private static List<Path> folders(Options options) {
    return options
        .dir()
        .map(List::of)
        .orElseGet(
            () ->
                List.of(
                    Path.of(System.getProperty("java.io.tmpdir")),
                    options.project().resolve("benchmarks/target")));
  }

  private static Path out(Options options) {
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return options
        .out()
        .orElse(options.project().resolve("benchmarks/target/results").resolve(now));
  }
}
