package io.replog.master.replication;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;

import io.replog.concurrency.Interleavings;
import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.TestEntries;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.master.replication.Handshake.Agreement;
import org.junit.jupiter.api.Test;

/** What is told of a secondary, while answers to several deliveries arrive at a time. */
class DeliveriesInterleavingsTest {

  private static final int MESSAGES = 3;
  private static final DurableLog LOG = log();

  private static DurableLog log() {
    DurableLog log = TestEntries.logOf(new MemoryStorage(), MESSAGES);
    log.commit(new Commit().put(LogIdentity.LOG_ID_KEY, "log").put(LogIdentity.EPOCH_KEY, "1"));
    return log;
  }

  @Test
  void acknowledgedPrefixNeverGoesBackWhileConnectedAndReachesTheEnd() {
    Interleavings.all(
        () -> {
          Conversation talk = shared(new Conversation(LOG));
          talk.deliveries.begin(new Agreement(0, "run"));
          talk.awaitDeliveries();
          must("never told to go back", () -> !talk.toldToGoBack);
          must("all is told", () -> talk.told == MESSAGES);
        });
  }

  @Test
  void answerOfAnEndedConnectionDoesNotCountForALostDisk() {
    Interleavings.all(
        () -> {
          Conversation talk = shared(new Conversation(LOG));
          talk.deliveries.begin(new Agreement(0, "run"));
          talk.loseDisk();
          talk.deliveries.disconnect();
          talk.deliveries.begin(new Agreement(0, "another run"));
          talk.awaitDeliveries();
          must("nothing is told to be held", () -> talk.told == 0);
        });
  }
}
