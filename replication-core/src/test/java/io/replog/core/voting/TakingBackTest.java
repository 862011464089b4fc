package io.replog.core.voting;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Voter;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakingBackTest {

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);

  @Test
  void logForgetsItsClusterAndNothingElse() {
    log.commit(appending(chain(3)).facts(LogFacts.NONE.withLogId("log").withMaster(4, "claim")));
    LogFacts before = log.facts();
    Founding.found(log, "another", List.of(new Voter("n1.0", URI.create("http://n1"), 6000)));
    log.commit(new Commit().put(NodeFacts.VOTER_ID, "n1.0").put("members", "kept"));
    assertThat(TakingBack.isElected(log)).isTrue();

    TakingBack.takeBack(log);

    DurableLog kept = new DurableLog(storage.crash());
    assertThat(kept.facts()).isEqualTo(before);
    assertThat(kept.length()).isEqualTo(3);
    assertThat(kept.meta(NodeFacts.VOTER_ID)).isEmpty();
    assertThat(kept.meta("members")).hasValue("kept");
    assertThat(TakingBack.isElected(kept)).isFalse();
  }
}
