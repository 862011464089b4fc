package io.replog.cluster.faults;

import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Node;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a master failed to reach a secondary, by its metrics. */
final class Failures {

  private static final String COUNTERS = "replog_delivery_(?:failed|diverged)_total";

  private Failures() {}

  static long of(Client master, Node secondary) {
    Matcher each =
        Pattern.compile(COUNTERS + "\\{[^}]*\"%s\"[^}]*} ([\\d.]+)".formatted(secondary.id()))
            .matcher(master.get("/actuator/prometheus").text());
    double sum = 0;
    while (each.find()) {
      sum += Double.parseDouble(each.group(1));
    }
    return (long) sum;
  }
}
