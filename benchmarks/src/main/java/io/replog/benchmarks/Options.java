package io.replog.benchmarks;

import io.replog.benchmarks.scenarios.Scenario;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was asked for on the command line; null where a scenario has its own default. */
@Command(
    name = "scripts/bench",
    abbreviateSynopsis = true,
    description = "Puts load on throw-away clusters and tells rates and latencies.",
    footer = {
      "",
      "scripts/bench --jmh [ARGUMENTS] runs the micro-benchmarks, with JMH's own arguments."
    })
public interface Options {
  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "what to run; --list tells the names (default: posts, in short)")
  List<Scenario> scenarios();

  @Option(names = "--full", description = "every scenario, longer and repeated")
  boolean full();

  @Option(names = "--list", description = "the scenarios")
  boolean list();

  @Option(names = "--seconds", description = "length of one measurement, in seconds")
  Double seconds();

  @Option(names = "--warm", description = "least warm-up of a new cluster, in seconds")
  Double warm();

  @Option(
      names = "--repeats",
      description = "measurements of each kind, of which the median counts")
  Integer repeats();

  @Option(
      names = "--clients",
      defaultValue = "64",
      description = "clients of a busy load (default ${DEFAULT-VALUE})")
  Integer clients();

  @Option(names = "--count", description = "messages of a scenario that stores many")
  Integer count();

  @Option(
      names = "--blocked",
      defaultValue = "10000",
      description = "clients that scenario \"blocked\" keeps waiting (default ${DEFAULT-VALUE})")
  Integer blocked();

  @Option(
      names = "--size",
      defaultValue = "100",
      description = "bytes of a message (default ${DEFAULT-VALUE})")
  Integer size();

  @Option(
      names = "--jvm",
      split = "\\s+",
      paramLabel = "\"OPTIONS\"",
      hideParamSyntax = true,
      description = "further JVM options for the nodes")
  List<String> jvm();

  @Option(
      names = "--project",
      defaultValue = ".",
      description = "folder with the built jars and jvm.options (default: this one)")
  Path project();

  @Option(
      names = "--prepared",
      description = "folder with the unpacked services and their AOT caches (default: none)")
  Path prepared();

  @Option(
      names = "--dir",
      description = "folder for the nodes' data, on a disk (default: benchmarks/target)")
  Path dir();

  @Option(names = "--out", description = "folder for results.jsonl and the charts")
  Path out();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this")
  boolean help();
}
