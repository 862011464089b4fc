package io.replog.core.membership;

import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.membership.FailureDetector.Patience;
import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberStoreTest {

  private MemoryStorage storage = new MemoryStorage();
  private MemberStore store = new MemberStore(new DurableLog(storage));

  private static Secondary secondary(String id, String url, String run) {
    Secondary secondary =
        new Secondary(id, URI.create(url), true, new Patience(15, 40), Secondaries.WINDOW);
    secondary.learn(id, run);
    return secondary;
  }

  private void restart() {
    storage = storage.crash();
    store = new MemberStore(new DurableLog(storage));
  }

  @Test
  void membersAreRemembered() {
    store.putMember("s1", "http://a", true);
    store.putMember("s2", "http://b", true);
    store.putMember("s1", "http://c", true);

    restart();

    assertThat(store.members()).isEqualTo(Map.of("s1", "http://c", "s2", "http://b"));
    assertThat(store.retired()).isEmpty();
  }

  @Test
  void memberThatWasNeverReachedIsRememberedApartUntilItIs() {
    store.putMember("s1", "http://a", false);
    store.putMember("s2", "http://b", false);
    restart();
    assertThat(store.members()).isEmpty();
    assertThat(store.unreached()).isEqualTo(Map.of("s1", "http://a", "s2", "http://b"));

    store.putMember("s1", "http://a", true);
    restart();

    assertThat(store.members()).isEqualTo(Map.of("s1", "http://a"));
    assertThat(store.unreached()).isEqualTo(Map.of("s2", "http://b"));
    store.retire(secondary("s2", "http://b", "run"));
    assertThat(store.unreached()).isEmpty();
  }

  @Test
  void whatIsStoredAlreadyIsNotWrittenAgain() {
    store.putMember("s1", "http://a", true);
    store.putMember("s2", "http://b", false);
    int commits = storage.commits();

    store.putMember("s1", "http://a", true);
    store.putMember("s2", "http://b", false);
    assertThat(storage.commits()).isEqualTo(commits);

    store.putMember("s1", "http://c", true);
    assertThat(storage.commits()).isEqualTo(commits + 1);
  }

  @Test
  void retiredNodeIsRememberedWithItsProcessAndItsUrl() {
    store.putMember("s1", "http://a", true);
    store.putMember("s2", "http://b", true);
    store.retire(secondary("s1", "http://a", "run"));
    store.retire(secondary("s2", "http://b", null));

    restart();

    assertThat(store.members()).isEmpty();
    assertThat(store.retired()).isEqualTo(Map.of("s1", "run", "s2", ""));
    assertThat(store.retiredUrls()).containsExactlyInAnyOrder("http://a", "http://b");
  }

  @Test
  void retiredNodeThatMayJoinAgainLeavesNothingBehind() {
    store.retire(secondary("s1", "http://a", "run"));
    store.unretire("s1");

    restart();

    assertThat(store.retired()).isEmpty();
    assertThat(store.retiredUrls()).isEmpty();
  }

  @Test
  void nodeKnownOnlyByItsUrlCanBeRetired() {
    store.retire(secondary(null, "http://a:1/x", null));

    restart();

    assertThat(store.retired()).containsOnlyKeys("http://a:1/x");
  }

  @Test
  void membersAndMessagesAreKeptApart() {
    DurableLog log = new DurableLog(storage);
    log.commit(TestEntries.appending(chain(3)));
    store.putMember("s1", "http://a", true);

    restart();

    assertThat(new DurableLog(storage).length()).isEqualTo(3);
    assertThat(store.members()).hasSize(1);
  }
}
