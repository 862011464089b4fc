package io.replog.simulation.schedule;

import io.replog.core.append.Draft;
import io.replog.model.WriteConcern;
import io.replog.simulation.Drafts;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.rules.Attempt;
import io.replog.simulation.rules.History;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writers with every write concern, that use new ids, known ones again, and none. */
final class Clients {

  private final History history;
  private final Trace trace;
  private final RandomGenerator random;
  private final int nodes;
  private final Drafts drafts;

  Clients(History history, Trace trace, RandomGenerator random, int nodes) {
    this.history = history;
    this.trace = trace;
    this.random = random;
    this.drafts = new Drafts(random);
    this.nodes = nodes;
  }

  void write(RunningMaster master) {
    List<Draft> batch = new ArrayList<>();
    int count = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      batch.add(draft());
    }
    write(master, batch, concern());
  }

  /** A new message that {@code w} nodes must hold. */
  Attempt write(RunningMaster master, int w) {
    return write(master, List.of(drafts.fresh(true)), new WriteConcern.Nodes(w));
  }

  private Attempt write(RunningMaster master, List<Draft> batch, WriteConcern concern) {
    Attempt attempt = history.begin(master, batch);
    List<String> texts = batch.stream().map(Drafts::text).toList();
    trace.add("write %s with %s to %s".formatted(texts, concern, master.process()));
    master.write(batch, concern, (outcome, failure) -> history.end(attempt, outcome, failure));
    return attempt;
  }

  private Draft draft() {
    int kind = random.nextInt(10);
    if (kind < 3 && drafts.anySent()) {
      return drafts.again();
    }
    if (kind == 3 && drafts.anySent()) {
      return drafts.altered();
    }
    return drafts.fresh(kind < 8);
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
