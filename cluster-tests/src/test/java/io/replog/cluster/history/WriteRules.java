package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rules about what writers were told. */
final class WriteRules {

  private WriteRules() {}

  /** Holds for every node: an order that an answer told is where the message stands. */
  static List<String> kept(History history) {
    List<String> violations = new ArrayList<>();
    for (Write write : history.writes()) {
      if (write.order() == Write.NO_ORDER) {
        if (write.outcome().isAcknowledged()) {
          violations.add(write + " without an order");
        }
        continue;
      }
      Entry expected = new Entry(write.order(), write.id(), write.message());
      history
          .logs()
          .forEach(
              (node, log) -> {
                Entry found = write.order() < log.size() ? log.get((int) write.order()) : null;
                if (!expected.equals(found)) {
                  violations.add(write + ", but " + node + " shows " + found);
                }
              });
    }
    return violations;
  }

  static List<String> createdOnce(History history) {
    List<String> violations = new ArrayList<>();
    Set<String> created = new HashSet<>();
    for (Write write : history.writes()) {
      if (write.outcome() == Outcome.CREATED && !created.add(write.id())) {
        violations.add("again " + write);
      }
    }
    return violations;
  }

  static List<String> enoughAcks(History history) {
    return history.writes().stream()
        .filter(write -> write.outcome().isAcknowledged() && write.acks().size() < write.w())
        .map(Write::toString)
        .toList();
  }

  /** Speaks of ids that every attempt was refused for; another attempt may have stored it. */
  static List<String> refusedIsAbsent(History history) {
    Set<String> refused =
        history.writes().stream().map(Write::id).collect(Collectors.toCollection(HashSet::new));
    for (Write write : history.writes()) {
      if (write.outcome() != Outcome.REFUSED) {
        refused.remove(write.id());
      }
    }
    List<String> violations = new ArrayList<>();
    history
        .logs()
        .forEach(
            (node, log) ->
                log.stream()
                    .filter(entry -> refused.contains(entry.id()))
                    .forEach(entry -> violations.add(node + " shows " + entry)));
    history.copies().asides().stream()
        .filter(aside -> refused.contains(aside.entry().id()))
        .forEach(aside -> violations.add(aside.node() + " has set aside " + aside.entry()));
    return violations;
  }

  /** When an id was first sent, and when it was first acknowledged. */
  private record Lifetime(long sent, long acknowledged) {

    static Lifetime of(Write write) {
      boolean known = write.outcome().isAcknowledged();
      return new Lifetime(write.sent(), known ? write.answered() : Long.MAX_VALUE);
    }

    Lifetime and(Lifetime other) {
      return new Lifetime(Math.min(sent, other.sent), Math.min(acknowledged, other.acknowledged));
    }
  }

  static List<String> realTime(History history) {
    Map<String, Lifetime> lifetimes = new HashMap<>();
    history.writes().forEach(w -> lifetimes.merge(w.id(), Lifetime.of(w), Lifetime::and));
    List<String> violations = new ArrayList<>();
    String latest = null;
    for (Map.Entry<Long, String> place : idsByOrder(history).entrySet()) {
      Lifetime own = lifetimes.get(place.getValue());
      if (own == null) {
        continue;
      }
      if (latest != null && lifetimes.get(latest).sent() > own.acknowledged()) {
        violations.add(
            "%s was sent after %s had been acknowledged, but stands before its order %d"
                .formatted(latest, place.getValue(), place.getKey()));
      }
      if (latest == null || own.sent() > lifetimes.get(latest).sent()) {
        latest = place.getValue();
      }
    }
    return violations;
  }

  /** By the orders that writers were told; where none was told, by the final log. */
  private static Map<Long, String> idsByOrder(History history) {
    Map<Long, String> ids = new TreeMap<>();
    for (Entry entry : history.logs().values().iterator().next()) {
      ids.put(entry.order(), entry.id());
    }
    for (Write write : history.writes()) {
      if (write.order() != Write.NO_ORDER) {
        ids.put(write.order(), write.id());
      }
    }
    return ids;
  }
}
