package io.replog.core.voting;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectorateTest {

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final Electorate electorate = new Electorate("me", log);

  private static Voter voter(String id) {
    return new Voter(id, URI.create("http://" + id), 1);
  }

  @Test
  void whatOthersAcknowledgedBeyondTheLogThatWasLookedAtIsNotCounted() {
    List<Voter> set = List.of(voter("me"), voter("a"), voter("b"));
    Voters voters = new Voters(new Tail(1, "c"), 0, set, List.of());
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withVoters(voters)));

    assertThat(electorate.heldByMajority(3, id -> 5)).isEqualTo(3);
    assertThat(electorate.heldByMajority(3, id -> 2)).isEqualTo(2);
  }
}
