package io.replog.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was asked for on the command line. */
public final class Options {
  public static final String HELP =
      """
      usage: scripts/bench [options]
        --scenario NAME[,NAME]  what to run; --list tells the names (default: posts, in short)
        --full                  every scenario, longer and repeated
        --peers                 posts, and the same on the peers that this machine has installed
        --list                  the scenarios
        --jmh [ARGUMENTS]       as the first word: the micro-benchmarks, with JMH's own arguments
        --seconds S             length of one measurement
        --warm S                least length of the warm-up of a new cluster
        --repeats N             measurements of each kind, of which the median counts
        --clients N             clients of a busy load (default 64)
        --count N               messages of a scenario that stores many
        --blocked N             clients that scenario "blocked" keeps waiting (default 10000)
        --size BYTES            size of a message (default 100)
        --jvm "OPTIONS"         further JVM options for the nodes
        --project DIR           folder with the built jars and jvm.options (default: this one)
        --prepared DIR          folder with the unpacked services and their AOT caches (default: none)
        --dir DIR               folder for the nodes' data, on a real disk
        --out DIR               folder for results.jsonl and the charts
      """;

  private List<String> scenarios = List.of();
  private boolean full;
  private boolean peers;
  private boolean list;
  private boolean help;
  private Double seconds;
  private Double warm;
  private Integer repeats;
  private int clients = 64;
  private Long count;
  private int blocked = 10_000;
  private int size = 100;
  private List<String> jvm = List.of();
  private Path project = Path.of("").toAbsolutePath();
  private Path prepared;
  private Path dir;
  private Path out;

  /** A command line that makes no sense; the message names what. */
  public static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  public static Options parse(String... arguments) {
    Options options = new Options();
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      options.take(rest.removeFirst(), rest);
    }
    if (options.size < io.replog.benchmarks.load.Template.NUMBER.length()) {
      throw new Mistake("--size must be 14 or more: a message carries its number");
    }
    return options;
  }

  private void take(String name, List<String> rest) {
    switch (name) {
      case "--full" -> full = true;
      case "--peers" -> peers = true;
      case "--list" -> list = true;
      case "--help", "-h" -> help = true;
      default -> takeValue(name, rest);
    }
  }

  private void takeValue(String name, List<String> rest) {
    if (!HELP.contains("  " + name + " ") || rest.isEmpty()) {
      throw new Mistake(
          rest.isEmpty()
              ? name + ": a value is missing, or no such option"
              : "no such option: " + name);
    }
    String value = rest.removeFirst();
    try {
      set(name, value);
    } catch (NumberFormatException e) {
      throw new Mistake(name + " needs a number, not " + value);
    }
  }

  private void set(String name, String value) {
    switch (name) {
      case "--scenario" -> scenarios = List.of(value.split(","));
      case "--seconds" -> seconds = positive(name, Double.parseDouble(value));
      case "--warm" -> warm = positive(name, Double.parseDouble(value));
      case "--repeats" -> repeats = (int) positive(name, Integer.parseInt(value));
      case "--clients" -> clients = (int) positive(name, Integer.parseInt(value));
      case "--count" -> count = (long) positive(name, Long.parseLong(value));
      case "--blocked" -> blocked = (int) positive(name, Integer.parseInt(value));
      case "--size" -> size = Integer.parseInt(value);
      case "--jvm" -> jvm = List.of(value.trim().split("\\s+"));
      case "--project" -> project = Path.of(value).toAbsolutePath();
      case "--prepared" -> prepared = Path.of(value).toAbsolutePath();
      case "--dir" -> dir = Path.of(value).toAbsolutePath();
      case "--out" -> out = Path.of(value).toAbsolutePath();
      default -> throw new Mistake("no such option: " + name);
    }
  }

  private static double positive(String name, double value) {
    if (!(value > 0)) {
      throw new Mistake(name + " must be more than 0");
    }
    return value;
  }

  public List<String> scenarios() {
    return scenarios;
  }

  public boolean full() {
    return full;
  }

  public boolean peers() {
    return peers;
  }

  public boolean list() {
    return list;
  }

  public boolean help() {
    return help;
  }

  /** Length of one measurement: as asked for, or one of these. */
  public double seconds(double brief, double thorough) {
    return seconds != null ? seconds : full ? thorough : brief;
  }

  public double warmSeconds() {
    return warm != null ? warm : full ? 25 : 10;
  }

  public int repeats(int brief) {
    return repeats != null ? repeats : full ? Math.max(3, brief) : brief;
  }

  public int clients() {
    return clients;
  }

  public long count(long brief, long thorough) {
    return count != null ? count : full ? thorough : brief;
  }

  public int blocked() {
    return blocked;
  }

  public int size() {
    return size;
  }

  public List<String> jvm() {
    return jvm;
  }

  public Path project() {
    return project;
  }

  public Optional<Path> prepared() {
    return Optional.ofNullable(prepared);
  }

  public Optional<Path> dir() {
    return Optional.ofNullable(dir);
  }

  public Optional<Path> out() {
    return Optional.ofNullable(out);
  }
}
