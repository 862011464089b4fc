package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules about what the nodes show in the end. */
final class LogRules {

  private LogRules() {}

  static List<String> sameEverywhere(History history) {
    List<String> violations = new ArrayList<>();
    Map.Entry<String, List<Entry>> first = history.logs().entrySet().iterator().next();
    history
        .logs()
        .forEach(
            (node, log) -> {
              if (!log.equals(first.getValue())) {
                violations.add(
                    "%s has %d messages, %s %d, the first difference is at %d"
                        .formatted(
                            first.getKey(),
                            first.getValue().size(),
                            node,
                            log.size(),
                            difference(first.getValue(), log)));
              }
            });
    return violations;
  }

  private static int difference(List<Entry> one, List<Entry> other) {
    int i = 0;
    while (i < one.size() && i < other.size() && one.get(i).equals(other.get(i))) {
      i++;
    }
    return i;
  }

  static List<String> dense(History history) {
    List<String> violations = new ArrayList<>();
    history
        .logs()
        .forEach(
            (node, log) -> {
              for (int i = 0; i < log.size(); i++) {
                if (log.get(i).order() != i) {
                  violations.add(node + " shows " + log.get(i) + " as number " + i);
                }
              }
            });
    return violations;
  }

  static List<String> idsUnique(History history) {
    List<String> violations = new ArrayList<>();
    history
        .logs()
        .forEach(
            (node, log) -> {
              Set<String> seen = new HashSet<>();
              for (Entry entry : log) {
                if (!seen.add(entry.id())) {
                  violations.add(node + " shows a second " + entry);
                }
              }
            });
    return violations;
  }

  static List<String> nothingInvented(History history) {
    Map<String, String> sent = new HashMap<>();
    history.writes().forEach(write -> sent.put(write.id(), write.message()));
    List<String> violations = new ArrayList<>();
    history
        .logs()
        .forEach(
            (node, log) -> {
              for (Entry entry : log) {
                if (!entry.message().equals(sent.get(entry.id()))) {
                  violations.add(node + " shows " + entry + ", which nobody sent");
                }
              }
            });
    return violations;
  }
}
