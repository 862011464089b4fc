package io.replog.simulation.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.core.append.Draft;
import io.replog.model.WriteConcern;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.rules.Attempt;
import io.replog.simulation.rules.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Writers with every write concern, that use new ids, known ones again, and none. */
final class Clients {

  private final History history;
  private final Trace trace;
  private final RandomGenerator random;
  private final int nodes;
  private final List<Draft> sent = new ArrayList<>();
  private int messages;

  Clients(History history, Trace trace, RandomGenerator random, int nodes) {
    this.history = history;
    this.trace = trace;
    this.random = random;
    this.nodes = nodes;
  }

  void write(RunningMaster master) {
    List<Draft> drafts = new ArrayList<>();
    int count = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      drafts.add(draft());
    }
    write(master, drafts, concern());
  }

  /** A new message that {@code w} nodes must hold. */
  Attempt write(RunningMaster master, int w) {
    return write(master, List.of(fresh(true)), new WriteConcern.Nodes(w));
  }

  private Attempt write(RunningMaster master, List<Draft> drafts, WriteConcern concern) {
    Attempt attempt = history.begin(master, drafts);
    List<String> texts = drafts.stream().map(draft -> new String(draft.message(), UTF_8)).toList();
    trace.add("write %s with %s to %s".formatted(texts, concern, master.process()));
    master.write(drafts, concern, (outcome, failure) -> history.end(attempt, outcome, failure));
    return attempt;
  }

  private Draft draft() {
    int kind = random.nextInt(10);
    if (kind < 3 && !sent.isEmpty()) {
      return again();
    }
    if (kind == 3 && !sent.isEmpty()) {
      return new Draft(again().id(), text());
    }
    return fresh(kind < 8);
  }

  /** Recent ones mostly: their outcome is open most often. */
  private Draft again() {
    int back = random.nextBoolean() ? 4 : sent.size();
    return sent.get(Math.max(0, sent.size() - 1 - random.nextInt(back)));
  }

  private Draft fresh(boolean withId) {
    byte[] text = text();
    if (!withId) {
      return new Draft(Optional.empty(), text);
    }
    Draft draft = new Draft(Optional.of("id of " + new String(text, UTF_8)), text);
    sent.add(draft);
    return draft;
  }

  private byte[] text() {
    return ("m" + messages++).getBytes(UTF_8);
  }

  private WriteConcern concern() {
    return switch (random.nextInt(8)) {
      case 0 -> WriteConcern.MAJORITY;
      case 1 -> WriteConcern.ALL;
      case 2 -> new WriteConcern.Nodes(1 + random.nextInt(nodes + 1));
      default -> new WriteConcern.Nodes(1 + random.nextInt(nodes));
    };
  }
}
