package io.replog.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings repeats down to one row each: the one whose figure lies in the middle. */
public final class Medians {
  private record Key(String scenario, String what, String unit) {}

  private Medians() {}

  /** One row for each figure, in the order in which they were first measured. */
  public static List<Row> of(List<Row> rows) {
    Map<Key, List<Row>> repeats = new LinkedHashMap<>();
    for (Row row : rows) {
      Key key = new Key(row.scenario(), row.what(), row.unit());
      repeats.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return repeats.values().stream().map(Medians::middle).toList();
  }

  /** The value in the middle; the lower one of two. */
  public static double of(double... values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  private static Row middle(List<Row> repeats) {
    List<Row> sorted = repeats.stream().sorted(Comparator.comparingDouble(Row::value)).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
