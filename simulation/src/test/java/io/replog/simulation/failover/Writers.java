package io.replog.simulation.failover;

import io.replog.core.MasterRole;
import io.replog.core.append.Draft;
import io.replog.model.WriteConcern;
import io.replog.simulation.Drafts;
import io.replog.simulation.Trace;
import io.replog.simulation.failover.Answers.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Writers with every write concern, at any node that takes over or reigns. */
final class Writers {

  /** More nodes than there may be voters are impossible, which some ask for. */
  private static final int MOST = 4;

  private final Answers answers;
  private final Trace trace;
  private final RandomGenerator random;
  private final Drafts drafts;

  Writers(Answers answers, Trace trace, RandomGenerator random) {
    this.answers = answers;
    this.trace = trace;
    this.random = random;
    this.drafts = new Drafts(random);
  }

  void write(List<RunningVoter> running) {
    boolean anyRole = random.nextInt(5) == 0;
    List<RunningVoter> masters =
        running.stream().filter(each -> anyRole ? each.role().isPresent() : each.isOpen()).toList();
    if (masters.isEmpty()) {
      return;
    }
    RunningVoter voter = masters.get(random.nextInt(masters.size()));
    List<Draft> batch = new ArrayList<>();
    int count = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      batch.add(draft());
    }
    write(voter, voter.role().get(), batch, concern());
  }

  /** A new message. */
  Attempt write(RunningVoter voter, MasterRole role, WriteConcern concern) {
    return write(voter, role, List.of(drafts.fresh(true)), concern);
  }

  private Attempt write(
      RunningVoter voter, MasterRole role, List<Draft> batch, WriteConcern concern) {
    Attempt attempt = answers.begin(voter, role, batch, concern);
    List<String> texts = batch.stream().map(Drafts::text).toList();
    trace.add("write %s with %s to %s".formatted(texts, concern, voter.process()));
    voter.write(role, batch, concern, (outcome, failure) -> answers.end(attempt, outcome, failure));
    return attempt;
  }

  private Draft draft() {
    int kind = random.nextInt(10);
    if (kind < 4 && drafts.anySent()) {
      return drafts.again();
    }
    if (kind == 4 && drafts.anySent() && random.nextInt(3) == 0) {
      return drafts.altered();
    }
    return drafts.fresh(kind < 8);
  }

  private WriteConcern concern() {
    return switch (random.nextInt(7)) {
      case 0, 1 -> WriteConcern.MAJORITY;
      case 2, 3 -> new WriteConcern.Nodes(1);
      default -> new WriteConcern.Nodes(1 + random.nextInt(MOST));
    };
  }
}
