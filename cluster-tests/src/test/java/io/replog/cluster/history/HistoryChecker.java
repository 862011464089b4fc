package io.replog.cluster.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a history against all rules. */
public final class HistoryChecker {

  private static final Map<String, Rule> FIXED_MASTER = fixedMaster();
  private static final Map<String, Rule> ELECTED_MASTERS = electedMasters();

  private HistoryChecker() {}

  private static Map<String, Rule> fixedMaster() {
    Map<String, Rule> rules = ofEveryLog();
    rules.put("what was acknowledged is in the log, where it was said to be", WriteRules::kept);
    rules.put("an id is appended by one attempt only", WriteRules::createdOnce);
    rules.put("acknowledged before another was sent means a smaller order", WriteRules::realTime);
    rules.put("what a node acknowledged it shows from then on", ReadRules::fresh);
    return rules;
  }

  private static Map<String, Rule> electedMasters() {
    Map<String, Rule> rules = ofEveryLog();
    rules.put(
        "what a majority acknowledged is in the log, where it was said to be",
        FailoverRules::majorityKept);
    rules.put("what a majority acknowledged is told to survive", FailoverRules::survivalIsTold);
    rules.put("what vanished is set aside", FailoverRules::vanishedIsSetAside);
    rules.put("what is set aside was sent", FailoverRules::nothingInventedAside);
    rules.put("an id is appended for a majority by one attempt only", FailoverRules::createdOnce);
    rules.put(
        "acknowledged by a majority before another was sent means a smaller order",
        FailoverRules::realTime);
    return rules;
  }

  private static Map<String, Rule> ofEveryLog() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("all nodes end with the same log", LogRules::sameEverywhere);
    rules.put("orders are dense from 0", LogRules::dense);
    rules.put("an id stands in the log once", LogRules::idsUnique);
    rules.put("what is in the log was sent", LogRules::nothingInvented);
    rules.put("a success names as many nodes as were asked for", WriteRules::enoughAcks);
    rules.put("what was refused is not in the log", WriteRules::refusedIsAbsent);
    rules.put("a reading shows a part of the final log", ReadRules::prefix);
    rules.put("a node's log never gets shorter", ReadRules::neverBack);
    return rules;
  }

  /** All violations, each with the rule it breaks. Empty for a history as it should be. */
  public static List<String> violations(History history) {
    return violations(FIXED_MASTER, history);
  }

  /** The same of a cluster that elects its masters, and shows what a majority holds. */
  public static List<String> violationsUnderElections(History history) {
    return violations(ELECTED_MASTERS, history);
  }

  private static List<String> violations(Map<String, Rule> rules, History history) {
    List<String> all = new ArrayList<>();
    rules.forEach(
        (name, rule) ->
            rule.violations(history).forEach(violation -> all.add(name + ": " + violation)));
    return all;
  }
}
