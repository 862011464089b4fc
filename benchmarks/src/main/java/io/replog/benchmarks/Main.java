package io.replog.benchmarks;

import io.replog.benchmarks.cluster.Machine;
import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.load.Request;
import io.replog.benchmarks.report.Medians;
import io.replog.benchmarks.report.Report;
import io.replog.benchmarks.report.Table;
import io.replog.benchmarks.scenarios.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Plays scenarios and leaves a table, lines of JSON and charts. */
public final class Main {
  private static final double BUSY_NEIGHBOURS = 15;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  /** The status is 0 where all was measured, 1 where a scenario failed, 2 for a wrong option. */
  static CommandLine command() {
    return new CommandLine(Options.class)
        .setOverwrittenOptionsAllowed(true)
        .setExecutionStrategy(Main::execute);
  }

  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    CommandLine command = parsed.commandSpec().commandLine();
    Options options = command.getCommand();
    check(command);
    if (options.list()) {
      Scenario.ALL.forEach(s -> System.out.printf("%-15s %s%n", s.name(), s.summary()));
      return 0;
    }
    List<Scenario> chosen = chosen(command, options);
    try {
      return run(options, chosen) ? 0 : 1;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void check(CommandLine command) {
    command
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              double least = option.longestName().equals("--size") ? Request.NUMBER.length() : 0;
              if (option.getValue() instanceof Number n
                  && !(n.doubleValue() > 0 && n.doubleValue() >= least)) {
                throw new ParameterException(
                    command,
                    option.longestName()
                        + (least > 0
                            ? " must be 14 or more: a message carries its number"
                            : " must be more than 0"));
              }
            });
  }

  private static List<Scenario> chosen(CommandLine command, Options options) {
    List<String> names =
        options.scenarios() != null
            ? options.scenarios()
            : options.full()
                ? Scenario.ALL.stream().map(Scenario::name).toList()
                : List.of("posts");
    return names.stream()
        .map(
            name ->
                Scenario.named(name)
                    .orElseThrow(
                        () ->
                            new ParameterException(
                                command, "no such scenario: " + name + "; --list names them")))
        .toList();
  }

  /** Plays one after the other; one that fails does not keep the others from their turn. */
  private static boolean run(Options options, List<Scenario> scenarios) throws IOException {
    boolean good = true;
    try (WorkDir work = WorkDir.under(folders(options))) {
      Report report = new Report(out(options), environment(options, work.path()));
      for (Scenario scenario : scenarios) {
        System.out.println(scenario.name() + ": " + scenario.summary());
        try {
          scenario.play().on(new Bench(scenario.name(), options, work.path(), report));
        } catch (Exception e) {
          good = false;
          System.err.println(scenario.name() + " failed: " + e);
        }
      }
      System.out.println("\n" + Table.of(Medians.of(report.rows())));
      System.out.println("Medians of repeats. Every figure and the charts: " + report.folder());
      warnOfNeighbours(report);
    }
    return good;
  }

  private static void warnOfNeighbours(Report report) {
    report.rows().stream()
        .mapToDouble(row -> row.number("others_cpu_percent"))
        .filter(percent -> percent > BUSY_NEIGHBOURS)
        .max()
        .ifPresent(
            most ->
                System.out.printf(
                    "Others took up to %.0f %% of the machine meanwhile: measure again when it is"
                        + " quiet.%n",
                    most));
  }

  private static List<Path> folders(Options options) {
    return options.dir() != null
        ? List.of(options.dir().toAbsolutePath())
        : List.of(
            Path.of(System.getProperty("java.io.tmpdir")),
            options.project().toAbsolutePath().resolve("benchmarks/target"));
  }

  private static Path out(Options options) {
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Optional.ofNullable(options.out())
        .orElseGet(() -> options.project().resolve("benchmarks/target/results").resolve(now))
        .toAbsolutePath();
  }

  /** What a figure depends on beside the program: without it a figure means nothing. */
  private static Map<String, Object> environment(Options options, Path data) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("time", Instant.now().toString());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("processor", Machine.processor());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.runtime.version"));
    facts.put("data_on", Files.getFileStore(data).type());
    facts.put("jvm_options", jvmOptions(options));
    facts.put("message_bytes", options.size());
    facts.put("warm_up_seconds", Bench.warmSeconds(options));
    return facts;
  }

  private static List<String> jvmOptions(Options options) throws IOException {
    List<String> all = new ArrayList<>();
    Path file = options.project().resolve("jvm.options");
    if (Files.exists(file)) {
      all.addAll(Files.readAllLines(file));
    }
    all.addAll(Optional.ofNullable(options.jvm()).orElse(List.of()));
    return all.stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
