package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.streaming.EventStreams;
import io.replog.log.DurableLog;
import io.replog.log.ReadableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@Timeout(20)
class StreamControllerTest {

  private final DurableLog log = TestEntries.logOf(new MemoryStorage(), 3);
  private final Shutdown shutdown = new Shutdown();
  private final StreamController controller =
      new StreamController(Views.whole(log), shutdown, 1, Duration.ofSeconds(15));
  private final MockHttpServletRequest request =
      new MockHttpServletRequest("GET", "/messages/stream");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void readerThatResumesGetsWhatCameAfterItsPosition() throws Exception {
    request.addHeader("Last-Event-ID", Position.of(log.entry(1).orElseThrow()));
    CompletableFuture<Void> stream = open();

    await().until(() -> sent().contains("\"order\":2"));
    shutdown.stop();
    stream.join();

    LogEntry last = log.entry(2).orElseThrow();
    assertThat(sent())
        .isEqualTo(
            ":\n\nid: 2-%016x\ndata: {\"id\":\"id-2\",\"message\":\"m-2\",\"order\":2}\n\n"
                .formatted(last.checksum()));
  }

  @Test
  void positionOfAnotherHistoryIsRefused() {
    LogEntry foreign = TestEntries.chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "other-").getLast();
    request.addHeader("Last-Event-ID", Position.of(foreign));

    Problem problem = refused();

    assertThat(problem.type()).isEqualTo(ProblemType.UNKNOWN_POSITION);
    assertThat(problem.members()).containsEntry("length", 3L);
    assertThat(problem.detail()).contains("order 1", "?from=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "999999999999999999", "3-00c0ffee00c0ffee"})
  void positionBeyondTheEndIsRefused(String position) {
    request.addHeader("Last-Event-ID", position);

    assertThat(refused().type()).isEqualTo(ProblemType.UNKNOWN_POSITION);
  }

  @Test
  void nodeThatLagsGetsTimeToReachThePosition() {
    List<LogEntry> more = TestEntries.chain(log.checksum(), 3, 2, "m-");
    request.addHeader("Last-Event-ID", Position.of(more.getFirst()));
    CompletableFuture<Void> stream = open();

    log.commit(TestEntries.appending(more));
    await().until(() -> sent().contains("\"order\":4"));
    shutdown.stop();
    stream.join();

    assertThat(sent()).doesNotContain("\"order\":3");
  }

  @Test
  void positionIsCheckedOnceItIsReached() {
    LogEntry foreign = TestEntries.chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 4, "other-").getLast();
    request.addHeader("Last-Event-ID", Position.of(foreign));
    CompletableFuture<Void> stream = open();

    log.commit(TestEntries.appending(TestEntries.chain(log.checksum(), 3, 2, "m-")));

    assertThat(stream)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withMessageContaining("another history");
    assertThat(sent()).isEmpty();
  }

  @Test
  void refusedReaderLeavesItsPlace() throws Exception {
    positionOfAnotherHistoryIsRefused();
    request.removeHeader("Last-Event-ID");
    CompletableFuture<Void> stream = open();

    await().until(() -> sent().contains("\"order\":2"));
    shutdown.stop();
    stream.join();
  }

  @Test
  void damageEndsAStreamWithAnEventThatSaysSo() {
    StreamController damaged =
        new StreamController(Views.whole(damagedAt(2)), shutdown, 1, Duration.ofSeconds(15));

    assertThatThrownBy(() -> serve(damaged)).isInstanceOf(StorageException.class);

    assertThat(sent())
        .contains("\"order\":1")
        .containsPattern("\n\nevent: problem\ndata: \\{[^\n]*order 2 is damaged[^\n]*}\n\n$");
  }

  /** The log, of which {@code order} cannot be read. */
  private ReadableLog damagedAt(long order) {
    return (ReadableLog)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ReadableLog.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read") && (long) arguments[0] >= order) {
                throw StorageException.damage("order " + order + " is damaged", null);
              }
              return method.getName().equals("read")
                  ? log.read((long) arguments[0], order)
                  : method.invoke(log, arguments);
            });
  }

  @Test
  void emptyPositionIsNone() throws Exception {
    request.addHeader("Last-Event-ID", "");
    shutdown.stop();

    serve();

    assertThat(response.getContentType()).startsWith("text/event-stream");
  }

  @Test
  void twoPositionsAreRefused() {
    request.addHeader("Last-Event-ID", "1");
    request.addHeader("Last-Event-ID", "1");

    assertThat(refused().detail()).startsWith("Last-Event-ID: ");
  }

  private Problem refused() {
    return catchThrowableOfType(ProblemException.class, this::serve).problem();
  }

  /** As a server does it: a request that is dispatched again comes to the controller once more. */
  private void serve() throws IOException {
    serve(controller);
  }

  private void serve(StreamController controller) throws IOException {
    request.setAsyncSupported(true);
    request.removeAttribute(EventStreams.class.getName());
    controller.stream(request, response);
    MockAsyncContext context = (MockAsyncContext) request.getAsyncContext();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !request.isAsyncStarted() || context.getDispatchedPath() != null);
    if (context.getDispatchedPath() != null) {
      controller.stream(request, response);
    }
  }

  private CompletableFuture<Void> open() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            serve();
            ended.complete(null);
          } catch (Exception e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  private String sent() {
    return new String(response.getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
