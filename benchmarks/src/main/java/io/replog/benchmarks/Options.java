package io.replog.benchmarks;

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
      paramLabel = "NAME[,NAME]",
      hideParamSyntax = true,
      description = "what to run; --list tells the names (default: posts, in short)")
  List<String> scenarios();

  @Option(names = "--full", description = "every scenario, longer and repeated")
  boolean full();

  @Option(names = "--list", description = "the scenarios")
  boolean list();

  @Option(names = "--seconds", paramLabel = "S", description = "length of one measurement")
  Double seconds();

  @Option(
      names = "--warm",
      paramLabel = "S",
      description = "least length of the warm-up of a new cluster")
  Double warm();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "measurements of each kind, of which the median counts")
  Integer repeats();

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "64",
      description = "clients of a busy load (default ${DEFAULT-VALUE})")
  int clients();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "messages of a scenario that stores many")
  Long count();

  @Option(
      names = "--blocked",
      paramLabel = "N",
      defaultValue = "10000",
      description = "clients that scenario \"blocked\" keeps waiting (default ${DEFAULT-VALUE})")
  int blocked();

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "100",
      description = "size of a message (default ${DEFAULT-VALUE})")
  int size();

  @Option(
      names = "--jvm",
      split = "\\s+",
      paramLabel = "\"OPTIONS\"",
      hideParamSyntax = true,
      description = "further JVM options for the nodes")
  List<String> jvm();

  @Option(
      names = "--project",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "folder with the built jars and jvm.options (default: this one)")
  Path project();

  @Option(
      names = "--prepared",
      paramLabel = "DIR",
      description = "folder with the unpacked services and their AOT caches (default: none)")
  Path prepared();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "folder for the nodes' data, on a real disk")
  Path dir();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for results.jsonl and the charts")
  Path out();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this")
  boolean help();
}
