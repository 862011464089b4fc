package io.replog.core.replication;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.logOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.fakes.FakeSecondary;
import io.replog.core.fakes.Reigning;
import io.replog.core.fakes.SilentClient;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.core.replication.Handshake.Agreement;
import io.replog.core.threads.Threads;
import io.replog.core.transport.TransportException;
import io.replog.core.transport.TransportException.Diverged;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.Storage;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** One request of many parts: each part has one message, because the window allows one byte. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class SenderTest {

  private static final Window WINDOW = new Window(1, 1, 16, 1, 1_000_000, 0, 0);
  private static final int LENGTH = 10;

  private final DurableLog log = logOf(new MemoryStorage(), LENGTH);
  private final Reigning reigning = new Reigning(log, WINDOW);
  private final FakeSecondary node = new FakeSecondary();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Secondary secondary = Secondaries.listed("s1", WINDOW);
  private final Sender sender = new Sender(secondary, node, reigning.reign, failures::add);

  @BeforeEach
  void identify() {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(3, "claim")));
  }

  @Test
  void noPartIsSentForASessionThatEndedBeforeItsFirst() {
    List<Runnable> held = new ArrayList<>();
    Threads threads =
        new Threads() {
          @Override
          public Thread unstarted(String name, Runnable body) {
            throw new AssertionError(name);
          }

          @Override
          public void pause() {}

          @Override
          public void linger(CompletableFuture<?> rest) {}

          @Override
          public Executor deliveries(String to) {
            return held::add;
          }
        };
    Reign all = reigning.reign;
    Reign reign =
        new Reign(
            log,
            all.mode(),
            all.membership(),
            all.writers(),
            WINDOW,
            all.metrics(),
            threads,
            Optional.empty());
    new Sender(secondary, node, reign, failures::add).begin(new Agreement(0, "run"));
    secondary.progress().disconnected();

    held.forEach(Runnable::run);

    assertThat(held).hasSize(1);
    assertThat(node.sizes()).isEmpty();
    assertThat(failures).isEmpty();
  }

  @Test
  void eachPartIsAcknowledgedAsItComesBack() {
    sender.begin(new Agreement(0, "run"));

    await().until(() -> secondary.acknowledged() == LENGTH);
    assertThat(node.sizes()).hasSize(LENGTH).containsOnly(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void g1_secondaryThatSaysItHoldsMoreThanThereIsIsNotCountedNotEvenWhereNothingWasSent() {
    node.holding("log", 3, chain(LENGTH)).answerAlways(new DeliveryAck(LENGTH + 1, 0, "run"));
    sender.begin(new Agreement(LENGTH + 1, "run"));

    await().until(() -> !failures.isEmpty());
    assertThat(failures).singleElement().isInstanceOf(Diverged.class);
    assertThat(node.sizes()).containsExactly(0);
    assertThat(secondary.acknowledged()).isZero();
  }

  @Test
  void g8_entriesOfALogThatIsEmptiedMeanwhileDoNotTravelUnderItsNewId() throws TransportException {
    String fresh = LogId.afterEmptying("log", "random");
    MemoryStorage storage = new MemoryStorage();
    logOf(storage, 1).commit(new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(3, "")));
    DurableLog emptied = emptiedWhileRead(storage, LogFacts.NONE.withLogId(fresh));
    List<Delivery> sent = new ArrayList<>();
    SilentClient client =
        new SilentClient() {
          @Override
          public DeliveryAck deliver(Delivery delivery) {
            sent.add(delivery);
            return new DeliveryAck(0, 0, "run");
          }
        };
    Reigning master = new Reigning(emptied, WINDOW);

    new Sender(secondary, client, master.reign, failures::add).probe(new Agreement(0, "run"));

    assertThat(emptied.facts().logId()).hasValue(fresh);
    assertThat(sent).singleElement().returns("log", Delivery::logId);
    assertThat(sent.getFirst().entries()).hasSize(1);
  }

  /** A log on {@code storage} that is emptied as soon as somebody reads it from the disk. */
  private static DurableLog emptiedWhileRead(MemoryStorage storage, LogFacts after) {
    AtomicReference<DurableLog> log = new AtomicReference<>();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object result = method.invoke(storage, arguments);
          if (method.getName().equals("cursor")) {
            log.get().commit(new Commit().clear().facts(after));
          }
          return result;
        };
    Class<?>[] port = {Storage.class};
    log.set(
        new DurableLog(
            (Storage) Proxy.newProxyInstance(SenderTest.class.getClassLoader(), port, handler)));
    return log.get();
  }

  @Test
  void noFurtherPartIsSentOnceItsSessionHasEnded() {
    node.block();
    sender.begin(new Agreement(0, "run"));
    await().until(() -> reigning.threads.running().contains("delivery"));

    secondary.progress().disconnected();
    node.letGo();

    await().until(() -> reigning.threads.running().isEmpty());
    assertThat(node.sizes()).hasSize(1);
    assertThat(secondary.acknowledged()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void requestOfAnEndedSessionGoesNotOnBesideItsSuccessor() {
    node.holding("log", 3, chain(9)).block();
    sender.begin(new Agreement(0, "run"));
    await().until(() -> reigning.threads.running().contains("delivery"));
    secondary.progress().disconnected();

    sender.begin(new Agreement(9, "run"));
    assertThat(reigning.threads.made("delivery")).as("one at most, the old one").isEqualTo(1);
    node.letGo();

    await().until(() -> reigning.threads.running().isEmpty());
    assertThat(node.sizes()).as("one part of the first, two of the second").hasSize(3);
  }
}
