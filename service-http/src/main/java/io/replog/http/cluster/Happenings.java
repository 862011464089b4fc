package io.replog.http.cluster;

import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Tells what happened between two views of a cluster. */
final class Happenings {

  private static final double WORTH_TELLING_SECONDS = 1;

  private final Instant now;
  private final ClusterBody before;
  private final ClusterBody after;
  private final List<Happened> told = new ArrayList<>();

  private Happenings(ClusterBody before, ClusterBody after, Instant now) {
    this.before = before;
    this.after = after;
    this.now = now;
  }

  /** What made {@code after} of {@code before}, at {@code now}. */
  static List<Happened> between(ClusterBody before, ClusterBody after, Instant now) {
    Happenings happenings = new Happenings(before, after, now);
    happenings.ofTheCluster();
    happenings.ofTheNodes();
    return happenings.told;
  }

  private void ofTheCluster() {
    if (!Objects.equals(before.master(), after.master())) {
      if (after.master() == null) {
        tell("no-master", before.master(), before.master() + " is not known to be master any more");
      } else {
        tell("elected", after.master(), "%s is master%s".formatted(after.master(), reign()));
      }
    } else if (before.epoch() < after.epoch()) {
      tell("epoch", after.master(), "epoch " + after.epoch() + " began");
    }
    if (before.self().logId() != null && !before.self().logId().equals(after.self().logId())) {
      tell("other-log", after.self().id(), "the log was replaced by another, empty one at first");
    }
    if (!before.self().mode().equals(after.self().mode())) {
      tell("mode", after.self().id(), after.self().id() + " is " + after.self().mode());
    }
    if (after.self().fault() != null && !after.self().fault().equals(before.self().fault())) {
      tell("fault", after.self().id(), after.self().id() + ": " + after.self().fault());
    }
    if (!Objects.equals(before.change(), after.change())) {
      tell(
          "voters",
          null,
          after.change() == null
              ? "the change of the voters is applied"
              : "the voters change: %s come, %s go"
                  .formatted(after.change().adds(), after.change().removes()));
    }
  }

  private String reign() {
    return after.term() == null
        ? " (epoch " + after.epoch() + ")"
        : " (term %d, epoch %d)".formatted(after.term(), after.epoch());
  }

  private void ofTheNodes() {
    Map<String, Node> gone = new LinkedHashMap<>();
    before.nodes().forEach(node -> gone.put(node.id(), node));
    for (Node node : after.nodes()) {
      Node same = gone.remove(node.id());
      if (same == null) {
        tell("joined", node.id(), node.id() + " is listed as " + node.role().text());
      } else {
        ofNode(same, node);
      }
    }
    gone.keySet().forEach(id -> tell("left", id, id + " is not listed any more"));
  }

  private void ofNode(Node was, Node is) {
    String id = is.id();
    if (was.role() == Role.LEARNER && is.role() == Role.SECONDARY) {
      tell("counts", id, id + " was filled, and counts now");
    }
    if (is.status() != null && was.status() != null && !is.status().equals(was.status())) {
      tell(is.status().toLowerCase(Locale.ROOT), id, id + " is " + is.status());
    }
    if ((was.messages() == null) != (is.messages() == null) && is.status() == null) {
      tell(
          is.messages() == null ? "silent" : "answers",
          id,
          id + (is.messages() == null ? " gives no answer" : " answers"));
    }
    ofReplication(was, is);
    ofStored(was, is);
  }

  private void ofReplication(Node was, Node is) {
    if (was.replication() == null || is.replication() == null) {
      return;
    }
    String id = is.id();
    boolean connected = is.replication().connected();
    if (connected != was.replication().connected()) {
      String why = is.replication().lastFailure();
      tell(
          connected ? "connected" : "lost",
          id,
          connected
              ? "the master delivers to " + id
              : "deliveries to %s failed%s".formatted(id, why == null ? "" : ": " + why));
    }
    if (was.replication().breaker().equals("CLOSED") && is.replication().breaker().equals("OPEN")) {
      tell("breaker", id, "the breaker of %s opened: attempts become rare".formatted(id));
    }
    if (Objects.equals(is.lag(), 0L) && was.replication().lagSeconds() >= WORTH_TELLING_SECONDS) {
      tell("caught-up", id, "%s has all %d messages".formatted(id, is.messages()));
    }
  }

  private void ofStored(Node was, Node is) {
    if (was.stored() == null || is.stored() == null) {
      return;
    }
    String id = is.id();
    if (was.stored().buffered() == 0 && is.stored().buffered() > 0) {
      tell("gap-opened", id, "%s holds messages beyond a gap, and hides them".formatted(id));
    }
    if (was.stored().buffered() > 0 && is.stored().buffered() == 0) {
      tell("gap-closed", id, "the gap of %s is closed: it shows what it held".formatted(id));
    }
    long aside = is.stored().setAside() - was.stored().setAside();
    if (aside > 0) {
      tell("set-aside", id, "%s set %d messages aside".formatted(id, aside));
    }
  }

  private void tell(String kind, String node, String words) {
    told.add(new Happened(now, kind, node, words));
  }
}
