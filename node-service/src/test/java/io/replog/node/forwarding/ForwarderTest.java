package io.replog.node.forwarding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.replog.http.client.Forwarding;
import io.replog.http.client.Forwarding.Answered;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.master.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;

@Timeout(30)
class ForwarderTest {

  private static final String NO_MASTER = "{\"type\":\"urn:replog:no-master\"}";

  private final Forwarding forwarding = new Forwarding(4, Duration.ofSeconds(2));
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Optional<URI> master = Optional.empty();
  private volatile HttpExchange last;
  private HttpServer server;
  private ServerSocket dying;
  private Forwarder forwarder;
  private int refusals;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    forwarder = forwarder(Duration.ofMillis(300));
  }

  private Forwarder forwarder(Duration patience) {
    Route route =
        new Route() {
          @Override
          public Optional<Master> known() {
            return toAsk();
          }

          @Override
          public Optional<Master> toAsk() {
            return master.map(url -> new Master("n2.00000002", url));
          }
        };
    return new Forwarder(route, forwarding, new Shutdown(), patience);
  }

  private void answer(HttpExchange exchange) throws IOException {
    last = exchange;
    exchange.getRequestBody().readAllBytes();
    boolean refuses = asked.incrementAndGet() <= refusals;
    byte[] body = (refuses ? NO_MASTER : "{\"status\":\"ok\"}").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Location", "/messages/7");
    exchange.sendResponseHeaders(refuses ? 503 : 201, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() throws IOException {
    forwarding.close();
    if (dying != null) {
      dying.close();
    }
    server.stop(0);
  }

  private URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static PassedOn post(String body) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/messages");
    request.setServletPath("/messages");
    request.setContentType("application/json");
    request.addHeader("Content-Type", "application/json");
    return PassedOn.of(request, body.getBytes(UTF_8), "n1");
  }

  private Answered answer(String body) throws InterruptedException {
    return forwarder.pass(post(body)).answer();
  }

  private ProblemException refusal(String body) {
    return catchThrowableOfType(ProblemException.class, () -> answer(body));
  }

  @Test
  void passesTheAnswerThroughAndMarksItsHop() throws InterruptedException {
    master = Optional.of(url());

    Answered answer = answer("{\"message\":\"m\",\"id\":\"k\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).asString().isEqualTo("{\"status\":\"ok\"}");
    assertThat(answer.headers()).containsEntry("Location", "/messages/7");
    assertThat(last.getRequestHeaders().getFirst("Replog-Forwarded-By")).isEqualTo("n1");
    assertThat(last.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void mintsAnIdForAMessageThatHasNone() throws InterruptedException {
    master = Optional.of(url());

    answer("{\"message\":\"m\"}");

    assertThat(last.getRequestHeaders().getFirst("Idempotency-Key")).hasSize(36);
  }

  @Test
  void triesAgainWhereNothingWasStored() throws InterruptedException {
    master = Optional.of(url());
    refusals = 2;

    assertThat(answer("{\"message\":\"m\"}").status()).isEqualTo(201);
    assertThat(asked).hasValue(3);
  }

  @Test
  void waitsForAMaster() throws Exception {
    forwarder = forwarder(Duration.ofSeconds(20));
    var answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return answer("{\"message\":\"m\"}").status();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    master = Optional.of(refusingAddress());
    Thread.sleep(100);
    master = Optional.of(url());

    assertThat(answer.get()).isEqualTo(201);
  }

  @Test
  void saysNoMasterWhereNobodyCouldBeReachedInTime() throws IOException {
    assertThat(refusal("{\"message\":\"m\"}").problem().type()).isEqualTo(ProblemType.NO_MASTER);

    master = Optional.of(refusingAddress());
    ProblemException refused = refusal("{\"message\":\"m\"}");
    assertThat(refused.problem().type()).isEqualTo(ProblemType.NO_MASTER);
    assertThat(refused.headers()).containsKey("Retry-After");
  }

  @Test
  void theRequestsOwnTimeoutBoundsTheWait() {
    forwarder = forwarder(Duration.ofHours(1));

    assertThat(refusal("{\"message\":\"m\",\"timeout_ms\":50}").problem().type())
        .isEqualTo(ProblemType.NO_MASTER);
  }

  @Test
  void aMasterLostAfterTheRequestMayHaveStoredIt() throws IOException {
    dyingServer();

    ProblemException lost = refusal("{\"message\":\"m\",\"id\":\"k\"}");

    assertThat(lost.problem().type()).isEqualTo(ProblemType.OUTCOME_PENDING);
    assertThat(lost.problem().members()).containsEntry("id", "k");
  }

  @Test
  void theOutcomeOfALostBatchIsUnknown() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/messages");
    request.setServletPath("/messages");
    request.setContentType("application/x-ndjson");
    PassedOn batch = PassedOn.of(request, "{\"message\":\"m\"}".getBytes(UTF_8), "n1");
    dyingServer();

    assertThat(
            catchThrowableOfType(ProblemException.class, () -> forwarder.pass(batch).answer())
                .problem()
                .type())
        .isEqualTo(ProblemType.OUTCOME_UNKNOWN);
  }

  @Test
  void aLostCommandSpeaksOfNoMessages() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("DELETE", "/cluster/nodes/n4");
    request.setServletPath("/cluster/nodes/n4");
    PassedOn command = PassedOn.of(request, new byte[0], "n1");
    dyingServer();

    Problem lost =
        catchThrowableOfType(ProblemException.class, () -> forwarder.pass(command).answer())
            .problem();

    assertThat(lost.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN);
    assertThat(lost.detail())
        .contains("the same request again, to any node")
        .doesNotContain("message");
  }

  @Test
  void aRequestToAMasterThatIsNoneAnyMoreIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      master = Optional.of(address(silent));
      var lost = CompletableFuture.supplyAsync(() -> refusal("{\"message\":\"m\",\"id\":\"k\"}"));
      try (Socket reached = silent.accept()) {
        assertThat(reached.getInputStream().read()).isPositive();
        forwarding.abandonOthers(url());

        assertThat(lost.get().problem().type()).isEqualTo(ProblemType.OUTCOME_PENDING);
      }
    }
  }

  /** Its connection stands, as where the network is cut, and no other node is master. */
  @Test
  void aSilentMasterIsLostOnceTheRequestsTimeoutIsOver() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      master = Optional.of(address(silent));

      ProblemException lost = refusal("{\"message\":\"m\",\"id\":\"k\",\"timeout_ms\":50}");

      assertThat(lost.problem().type()).isEqualTo(ProblemType.OUTCOME_PENDING);
      assertThat(lost.problem().members()).containsEntry("id", "k");
    }
  }

  /** Reads a request and closes the connection. */
  private void dyingServer() throws IOException {
    dying = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(
        () -> {
          try (Socket client = dying.accept()) {
            assertThat(client.getInputStream().read()).isPositive();
          } catch (IOException e) {
            // The test is over.
          }
        });
    master = Optional.of(address(dying));
  }

  private static URI address(ServerSocket server) {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  private static URI refusingAddress() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      return address(closed);
    }
  }
}
