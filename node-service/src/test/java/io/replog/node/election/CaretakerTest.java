package io.replog.node.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.replog.core.ElectedNode;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.threads.SystemThreads;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.StorageException;
import io.replog.model.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaretakerTest {

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final SystemThreads threads = new SystemThreads();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();
  private final Caretaker caretaker =
      new Caretaker(new FakeElections(), node(), looks::incrementAndGet, ends::incrementAndGet);
  private Thread running;

  private ElectedNode node() {
    return new ElectedNode(
        new ElectedNode.Identity("n1.0", "run"),
        new ElectedNode.Data(
            log, new GapBuffer(storage, 10, 1000), new MajorityLog(log), SetAside.NONE),
        new ElectedNode.Ports(
            mandate -> {
              throw new AssertionError("nobody elected it");
            },
            taken -> false,
            new Unmeasured(),
            threads));
  }

  @BeforeEach
  void run() {
    running = Thread.ofVirtual().start(caretaker);
  }

  @AfterEach
  void stop() throws InterruptedException {
    caretaker.close();
    running.join();
    threads.close();
  }

  private void awaitLooks() {
    int before = looks.get();
    await().until(() -> looks.get() > before + 2);
  }

  @Test
  void nodeWhoseDiskRefusedAWriteEndsOnce() {
    awaitLooks();
    assertThat(ends).hasValue(0);

    storage.failNext(MemoryStorage.Failure.BEFORE_APPLYING);
    assertThatThrownBy(() -> log.commit(new Commit().put("a", "b")))
        .isInstanceOf(StorageException.class);

    await().until(() -> ends.get() == 1);
    awaitLooks();
    assertThat(ends).hasValue(1);
  }

  private record Unmeasured() implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }
}
