package io.replog.core;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.WriteOutcome.Abandoned;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.append.Draft;
import io.replog.core.fakes.LocalCluster;
import io.replog.core.fakes.LocalNode;
import io.replog.core.membership.Registration;
import io.replog.core.membership.Secondary;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.LogId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Both roles whole, and one after the other over one log in one process. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class RolesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final LocalCluster cluster = new LocalCluster();
  private final LocalNode s1 = cluster.node("s1");
  private final LocalNode s2 = cluster.node("s2");
  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final List<AutoCloseable> open = new ArrayList<>();

  RolesTest() {
    s1.begin();
    s2.begin();
  }

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(LONG);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable role : open) {
      role.close();
    }
  }

  private MasterRole master(DurableLog over) throws InterruptedException {
    MasterRole master = cluster.master(over);
    open.add(master);
    master.start();
    master.awaitDecision(LONG);
    return master;
  }

  private static CompletableFuture<WriteOutcome> writing(MasterRole master, String id) {
    Draft draft = new Draft(Optional.of(id), bytes("m-" + id));
    return master.write(List.of(draft), WriteConcern.ALL, Optional.empty());
  }

  private static WriteOutcome write(MasterRole master, String id) {
    return writing(master, id).join();
  }

  private void awaitShown(String... expected) {
    for (DurableLog each : List.of(log, s1.log, s2.log)) {
      await().untilAsserted(() -> assertThat(messages(each)).containsExactly(expected));
    }
  }

  private void awaitNoThread() {
    await().untilAsserted(() -> assertThat(cluster.threads.running()).isEmpty());
  }

  @Test
  void masterThatHasEndedIsNotEmptiedAndNeitherRegistersNorRetiresAnybody()
      throws InterruptedException {
    MasterRole master = master(log);
    write(master, "a");
    LogFacts before = log.facts();
    List<Secondary> members = master.secondaries();

    master.mode().fence(9);
    assertEnded(master, ProblemType.FENCED);
    master.mode().breakDown(new AssertionError("broken"));
    assertEnded(master, ProblemType.FENCED);
    master.close();
    assertEnded(master, ProblemType.FENCED);

    assertThat(log.facts()).isEqualTo(before);
    assertThat(messages(log)).containsExactly("m-a");
    assertThat(master.secondaries()).isEqualTo(members);
  }

  private static void assertEnded(MasterRole master, ProblemType type) throws InterruptedException {
    assertThat(master.empty().map(Problem::type)).hasValue(type);
    assertThat(master.retire("s1").map(Problem::type)).hasValue(type);
    assertThat(master.register("s9", URI.create("http://s9"), "run"))
        .isInstanceOfSatisfying(
            Registration.Ended.class, ended -> assertThat(ended.problem().type()).isEqualTo(type));
  }

  @Test
  void masterThatIsBrokenOrGoesDownIsNotEmptied() throws InterruptedException {
    MasterRole broken = master(log);
    broken.mode().breakDown(new AssertionError("broken"));
    assertEnded(broken, ProblemType.BROKEN);
    broken.close();
    MasterRole closed = master(log);
    closed.close();

    assertEnded(closed, ProblemType.SHUTTING_DOWN);
  }

  @Test
  void masterThatRecoversIsNotEmptiedButRegistersAndRetires() throws InterruptedException {
    cluster.add("broken", Unforeseen::new);
    MasterRole master = cluster.master(log);
    open.add(master);
    master.start();
    await().until(() -> cluster.threads.pauses.get() > 2);

    assertThat(master.empty().map(Problem::type)).hasValue(ProblemType.RECOVERING);
    assertThat(master.register("s9", URI.create("http://s9"), "run"))
        .isInstanceOf(Registration.Member.class);
    assertThat(master.retire("s9")).isEmpty();
    assertThat(master.retire("s9").map(Problem::type)).hasValue(ProblemType.NOT_FOUND);
  }

  @Test
  void masterPutsMessagesOnAllNodesAndSaysSo() throws InterruptedException {
    MasterRole master = master(log);

    Done done = (Done) write(master, "a");

    assertThat(done.acks()).containsExactly("master", "s1", "s2");
    assertThat(master.holders(0)).containsExactly("master", "s1", "s2");
    awaitShown("m-a");
    assertThat(master.mode().label()).isEqualTo("read-write");
    assertThat(cluster.metrics.tookOver).hasSize(1);
  }

  @Test
  void closedMasterHasEndedEverythingThatItStarted() throws InterruptedException {
    MasterRole master = master(log);
    write(master, "a");

    master.close();
    master.close();

    awaitNoThread();
    assertThat(((Refused) write(master, "b")).problem().type())
        .isEqualTo(ProblemType.SHUTTING_DOWN);
    assertThat(log.length()).isEqualTo(1);
  }

  @Test
  void masterThatWasNeverStartedStartedNothingAndCanBeClosed() {
    MasterRole master = cluster.master(log);
    assertThat(cluster.threads.running()).isEmpty();

    master.close();

    assertThat(log.facts().logId()).isEmpty();
  }

  @Test
  void masterThatIsClosedWhileItCannotTakeOverEnds() throws InterruptedException {
    cluster.add("broken", Unforeseen::new);
    MasterRole master = cluster.master(log);
    open.add(master);
    master.start();
    await().until(() -> cluster.threads.pauses.get() > 2);

    master.close();

    master.awaitDecision(LONG);
    awaitNoThread();
  }

  private static final class Unforeseen extends io.replog.core.fakes.SilentClient {
    @Override
    public io.replog.model.ReplicaStatus status(OptionalLong at) {
      throw new IllegalStateException("nobody thought of this");
    }
  }

  @Test
  void g7_secondMasterOverTheLogOfAClosedOneTakesOverWithAHigherEpochAndWorks()
      throws InterruptedException {
    MasterRole first = master(log);
    write(first, "a");
    long epoch = log.facts().epoch();
    first.close();
    awaitNoThread();

    MasterRole second = master(log);

    assertThat(log.facts().epoch()).isEqualTo(epoch + 1);
    assertThat(write(second, "b")).isInstanceOf(Done.class);
    awaitShown("m-a", "m-b");
    assertThat(s1.log.facts().epoch()).isEqualTo(epoch + 1);
  }

  @Test
  void g7_secondMasterOverTheLogOfAFencedOneTakesOverAndTheWritersOfTheFirstAreToldTheTruth()
      throws InterruptedException {
    MasterRole first = master(log);
    write(first, "a");
    s2.away(true);
    CompletableFuture<WriteOutcome> waiting = writing(first, "b");
    await().until(() -> first.waiting() == 1);
    Delivery newer = new Delivery(5, "another", log.facts().logId().orElseThrow(), List.of());
    client(s1, newer);
    await().until(() -> first.mode().isFenced());
    assertThat(waiting.join()).isInstanceOf(Abandoned.class);
    first.close();
    s2.away(false);

    MasterRole second = master(log);

    assertThat(log.facts().epoch()).isEqualTo(6);
    assertThat(write(second, "c")).isInstanceOf(Done.class);
    awaitShown("m-a", "m-b", "m-c");
  }

  private static void client(LocalNode node, Delivery delivery) {
    try {
      node.client().deliver(delivery);
    } catch (io.replog.core.transport.TransportException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closedSecondaryRefusesAndTheNextOneOverItsLogGoesOn() throws InterruptedException {
    SecondaryRole before = s1.begin();
    MasterRole master = master(log);
    write(master, "a");

    before.close();
    DeliveryOutcome late =
        before.accept(new Delivery(9, "late", log.facts().logId().orElseThrow(), List.of()));
    assertThat(late)
        .isInstanceOfSatisfying(
            DeliveryOutcome.Refused.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.SHUTTING_DOWN));
    CompletableFuture<WriteOutcome> waiting = writing(master, "b");
    s1.begin();

    assertThat(waiting.join()).isInstanceOf(Done.class);
    awaitShown("m-a", "m-b");
  }

  @Test
  void g7_secondaryBecomesTheMasterOverItsLogAndTheOldMasterASecondaryOfIt()
      throws InterruptedException {
    LocalNode old = new LocalNode("old");
    MasterRole first = master(old.log);
    write(first, "a");
    write(first, "b");
    long epoch = old.log.facts().epoch();
    first.close();

    s1.begin().close();
    cluster.forget("s1");
    cluster.add("old", old::client);
    old.begin();
    MasterRole second = master(s1.log);

    assertThat(s1.log.facts().epoch()).isEqualTo(epoch + 1);
    assertThat(s1.log.facts().logId()).isEqualTo(old.log.facts().logId());
    Done done = (Done) write(second, "c");
    assertThat(done.acks()).containsExactlyInAnyOrder("master", "old", "s2");
    for (LocalNode node : List.of(old, s1, s2)) {
      assertThat(messages(node.log)).containsExactly("m-a", "m-b", "m-c");
    }
    assertThat(write(second, "a")).as("ids are known").isInstanceOf(Done.class);
    assertThat(s1.log.length()).isEqualTo(3);
  }

  @Test
  void logThatIsEmptiedAnyNumberOfTimesReachesASecondaryThatWasAway() throws InterruptedException {
    MasterRole master = master(log);
    write(master, "a");
    String before = log.facts().logId().orElseThrow();
    s2.away(true);
    for (int i = 0; i < 3; i++) {
      var unused = writing(master, "x" + i);
      await().until(() -> master.waiting() == 1);
      String fresh = emptied(master);
      assertThat(LogId.replaces(fresh, before)).isTrue();
      assertThat(master.waiting()).as("nobody waits for what is gone").isZero();
    }
    s2.away(false);

    assertThat(write(master, "b")).isInstanceOf(Done.class);
    awaitShown("m-b");
    assertThat(s2.log.facts().logId()).isEqualTo(log.facts().logId());
  }

  private String emptied(MasterRole master) {
    try {
      assertThat(master.empty()).isEmpty();
      return log.facts().logId().orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void secondarySaysWhatItHolds() throws InterruptedException {
    SecondaryRole role = s1.begin();
    assertThat(role.view().logId()).isNull();
    MasterRole master = master(log);
    write(master, "a");

    var view = role.view();
    assertThat(view.role()).isEqualTo("secondary");
    assertThat(view.id()).isEqualTo("s1");
    assertThat(view.messages()).isEqualTo(1);
    assertThat(view.epoch()).isEqualTo(1);
    assertThat(view.logId()).isEqualTo(log.facts().logId().orElseThrow());
    assertThat(view.fault()).isNull();
    assertThat(role.isRetired()).isFalse();
  }
}
