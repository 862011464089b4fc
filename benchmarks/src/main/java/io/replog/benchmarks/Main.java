package io.replog.benchmarks;

import io.replog.benchmarks.cluster.Machine;
import io.replog.benchmarks.load.Request;
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
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Plays scenarios and leaves a table, lines of JSON and charts. */
public final class Main {
  private static final double BUSY_NEIGHBOURS = 15;

  private Main() {}

  public static void main(String[] arguments) {
    // Ctrl-C leaves no servers behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    System.exit(command().execute(arguments));
  }

  /** The status is 0 where all was measured, 1 where a scenario failed, 2 for a wrong option. */
  static CommandLine command() {
    return new CommandLine(Options.class)
        .setOverwrittenOptionsAllowed(true)
        .registerConverter(Double.class, text -> positive(Double.valueOf(text)))
        .registerConverter(Integer.class, text -> positive(Integer.valueOf(text)))
        .registerConverter(Scenario.class, Main::scenario)
        .setExecutionStrategy(Main::execute);
  }

  private static <T extends Number> T positive(T number) {
    if (number.doubleValue() > 0) {
      return number;
    }
    throw new TypeConversionException("must be more than 0");
  }

  private static Scenario scenario(String name) {
    return EnumSet.allOf(Scenario.class).stream()
        .filter(scenario -> scenario.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(name + " is none; --list names them"));
  }

  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    Options options = parsed.commandSpec().commandLine().getCommand();
    if (options.size() < Request.NUMBER.length()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "--size must be 14 or more: a message carries its number");
    }
    if (options.list()) {
      EnumSet.allOf(Scenario.class).forEach(s -> System.out.printf("%-15s %s%n", s, s.summary()));
      return 0;
    }
    try {
      return run(options) ? 0 : 1;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** Plays one after the other; one that fails does not keep the others from their turn. */
  private static boolean run(Options options) throws IOException {
    boolean good = true;
    Path built = options.project().resolve("benchmarks/target");
    Path work =
        Machine.folderOnDisk(Objects.requireNonNullElse(options.dir(), built).toAbsolutePath());
    try {
      Report report = new Report(out(options), environment(options, work));
      for (Scenario scenario : chosen(options)) {
        System.out.println(scenario + ": " + scenario.summary());
        try {
          scenario.play(new Bench(scenario.toString(), options, work, report));
        } catch (Exception e) {
          good = false;
          System.err.println(scenario + " failed: " + e);
        }
      }
      System.out.println("\n" + Table.of(report.rows()));
      System.out.println("Medians of repeats. Every figure and the charts: " + report.folder());
      warnOfNeighbours(report);
    } finally {
      FileSystemUtils.deleteRecursively(work);
    }
    return good;
  }

  private static Collection<Scenario> chosen(Options options) {
    if (options.scenarios() != null) {
      return options.scenarios();
    }
    return options.full() ? EnumSet.allOf(Scenario.class) : EnumSet.of(Scenario.POSTS);
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

  private static Path out(Options options) {
    String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    Path own = options.project().resolve("benchmarks/target/results").resolve(now);
    return Objects.requireNonNullElse(options.out(), own).toAbsolutePath();
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
      all.removeIf(line -> line.isBlank() || line.startsWith("#"));
    }
    all.addAll(Optional.ofNullable(options.jvm()).orElse(List.of()));
    return all;
  }
}
