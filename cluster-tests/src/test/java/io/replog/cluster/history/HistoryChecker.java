package io.replog.cluster.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a history against all rules. */
public final class HistoryChecker {

  private static final Map<String, Rule> RULES = rules();

  private HistoryChecker() {}

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("all nodes end with the same log", LogRules::sameEverywhere);
    rules.put("orders are dense from 0", LogRules::dense);
    rules.put("an id stands in the log once", LogRules::idsUnique);
    rules.put("what is in the log was sent", LogRules::nothingInvented);
    rules.put("what was acknowledged is in the log, where it was said to be", WriteRules::kept);
    rules.put("an id is appended by one attempt only", WriteRules::createdOnce);
    rules.put("a success names as many nodes as were asked for", WriteRules::enoughAcks);
    rules.put("what was refused is not in the log", WriteRules::refusedIsAbsent);
    rules.put("acknowledged before another was sent means a smaller order", WriteRules::realTime);
    rules.put("a reading shows a part of the final log", ReadRules::prefix);
    rules.put("a node's log never gets shorter", ReadRules::neverBack);
    rules.put("what a node acknowledged it shows from then on", ReadRules::fresh);
    return rules;
  }

  /** All violations, each with the rule it breaks. Empty for a history as it should be. */
  public static List<String> violations(History history) {
    List<String> all = new ArrayList<>();
    RULES.forEach(
        (name, rule) ->
            rule.violations(history).forEach(violation -> all.add(name + ": " + violation)));
    return all;
  }
}
