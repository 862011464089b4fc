package io.replog.cluster.metrics;

import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of metrics in {@code docs/operations.md}: which kind of node has which. */
final class DocumentedMetrics {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`replog_[^|]+) \\| ([^|]+) \\|");
  private static final Pattern NAME = Pattern.compile("`(replog_\\w+)");
  private static final Pattern PART = Pattern.compile("_(count|sum|max)$");

  private final Map<String, String> kinds = new TreeMap<>();

  DocumentedMetrics() {
    ROW.matcher(operations())
        .results()
        .forEach(
            row ->
                NAME.matcher(row.group(1))
                    .results()
                    .map((MatchResult name) -> name.group(1))
                    .forEach(name -> kinds.put(name, row.group(2))));
  }

  static String operations() {
    try {
      return Files.readString(Checkout.root().resolve("docs/operations.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each metric, and the kind of node that has it. */
  Map<String, String> kinds() {
    return kinds;
  }

  /** The documented metric that a name in a scrape belongs to. */
  static String documented(String name) {
    return PART.matcher(name).replaceFirst("");
  }
}
