package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.http.settings.ReadSettings;
import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class AtLeastTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final DurableLog log = TestEntries.logOf(new MemoryStorage(), 3);
  private final Shutdown shutdown = new Shutdown();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private AtLeast waiting(Duration longest, int places) {
    return new AtLeast(Views.whole(log), shutdown, new ReadSettings(longest, places));
  }

  static class Handlers {
    @Query.Parameters(reads = true)
    void read() {}

    @Query.Parameters("from")
    void another() {}
  }

  private void ask(AtLeast atLeast, String handler, String order) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/messages");
    if (order != null) {
      request.setParameter("at-least", order);
    }
    HandlerMethod method =
        new HandlerMethod(new Handlers(), Handlers.class.getDeclaredMethod(handler));
    assertThat(atLeast.preHandle(request, response, method)).isTrue();
  }

  private ProblemException refusal(AtLeast atLeast, String order) {
    return catchThrowableOfType(ProblemException.class, () -> ask(atLeast, "read", order));
  }

  @Test
  void everyReadSaysHowManyMessagesTheNodeShows() throws Exception {
    ask(waiting(LONG, 1), "read", null);

    assertThat(response.getHeader("Replog-Length")).isEqualTo("3");
  }

  @Test
  void whatIsNoReadIsLeftAlone() throws Exception {
    ask(waiting(LONG, 1), "another", "7");

    assertThat(response.getHeaderNames()).isEmpty();
  }

  @Test
  void shownOrderIsNotWaitedFor() throws Exception {
    ask(waiting(Duration.ZERO, 0), "read", "2");

    assertThat(response.getHeader("Replog-Length")).isEqualTo("3");
  }

  @Test
  void readGoesOnOnceTheOrderIsShown() throws Exception {
    AtLeast atLeast = waiting(LONG, 1);
    CompletableFuture<Void> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ask(atLeast, "read", "3");
                read.complete(null);
              } catch (Throwable e) {
                read.completeExceptionally(e);
              }
            });
    Awaitility.await()
        .until(() -> refusal(atLeast, "9").problem().type() == ProblemType.OVERLOADED);
    assertThat(read).isNotDone();

    log.commit(TestEntries.appending(List.of(TestEntries.next(log, "id-3", "m-3"))));

    Awaitility.await().until(read::isDone);
    assertThat(read).isCompleted();
    assertThat(response.getHeader("Replog-Length")).isEqualTo("4");
  }

  @Test
  void nodeThatStaysBehindSaysHowFarItIs() {
    ProblemException behind = refusal(waiting(Duration.ofMillis(1), 1), "3");

    assertThat(behind.problem().type()).isEqualTo(ProblemType.BEHIND);
    assertThat(behind.problem().members()).containsEntry("length", 3L).containsEntry("order", 3L);
    assertThat(response.getHeaderNames()).isEmpty();
  }

  @Test
  void shutdownEndsTheWait() {
    shutdown.stop();

    assertThat(refusal(waiting(LONG, 1), "3").problem().type())
        .isEqualTo(ProblemType.SHUTTING_DOWN);
  }

  @Test
  void orderMustBeANumber() {
    assertThat(refusal(waiting(LONG, 1), "soon").problem().type())
        .isEqualTo(ProblemType.INVALID_REQUEST);
  }
}
