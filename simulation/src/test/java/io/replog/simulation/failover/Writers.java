package io.replog.simulation.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.core.MasterRole;
import io.replog.core.append.Draft;
import io.replog.model.WriteConcern;
import io.replog.simulation.Trace;
import io.replog.simulation.failover.Answers.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Writers with every write concern, at any node that takes over or reigns. */
final class Writers {

  private final Answers answers;
  private final Trace trace;
  private final RandomGenerator random;
  private final int voters;
  private final List<Draft> sent = new ArrayList<>();
  private int messages;

  Writers(Answers answers, Trace trace, RandomGenerator random, int voters) {
    this.answers = answers;
    this.trace = trace;
    this.random = random;
    this.voters = voters;
  }

  void write(List<RunningVoter> running) {
    boolean anyRole = random.nextInt(5) == 0;
    List<RunningVoter> masters =
        running.stream().filter(each -> anyRole ? each.role().isPresent() : each.isOpen()).toList();
    if (masters.isEmpty()) {
      return;
    }
    RunningVoter voter = masters.get(random.nextInt(masters.size()));
    List<Draft> drafts = new ArrayList<>();
    int count = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < count; i++) {
      drafts.add(draft());
    }
    write(voter, voter.role().get(), drafts, concern());
  }

  /** A new message. */
  Attempt write(RunningVoter voter, MasterRole role, WriteConcern concern) {
    return write(voter, role, List.of(fresh(true)), concern);
  }

  private Attempt write(
      RunningVoter voter, MasterRole role, List<Draft> drafts, WriteConcern concern) {
    Attempt attempt = answers.begin(voter, role, drafts);
    List<String> texts = drafts.stream().map(Answers::text).toList();
    trace.add("write %s with %s to %s".formatted(texts, concern, voter.process()));
    voter.write(
        role, drafts, concern, (outcome, failure) -> answers.end(attempt, outcome, failure));
    return attempt;
  }

  private Draft draft() {
    int kind = random.nextInt(10);
    if (kind < 4 && !sent.isEmpty()) {
      return again();
    }
    if (kind == 4 && !sent.isEmpty() && random.nextInt(3) == 0) {
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
    return switch (random.nextInt(7)) {
      case 0, 1 -> WriteConcern.MAJORITY;
      case 2, 3 -> new WriteConcern.Nodes(1);
      default -> new WriteConcern.Nodes(1 + random.nextInt(voters));
    };
  }
}
