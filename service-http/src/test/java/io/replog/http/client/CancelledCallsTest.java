package io.replog.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.replog.http.client.Forwarding.Answered;
import io.replog.http.client.Forwarding.Forwarded;
import io.replog.http.client.Forwarding.Lost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call may be ended at any moment: the HTTP client then fails in more ways than it declares. */
class CancelledCallsTest {

  private static final int CALLS = 3_000;
  private static final int LATEST = 300_000;

  private final Random random = new Random(1);
  private HttpServer server;
  private URI url;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          // A new connection each time: that is where an ended call is caught in between.
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Lets up to some hundred microseconds pass, busily, as a sleep would last too long. */
  private void spin() {
    long until = System.nanoTime() + random.nextInt(LATEST);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void requestThatIsPassedOnAndEndedIsLostOrAnswered() throws IOException {
    try (Forwarding forwarding = new Forwarding(10, Duration.ofSeconds(5))) {
      for (int i = 0; i < CALLS; i++) {
        Forwarding.Call call =
            forwarding.call(new Forwarded("GET", url, Map.of(), new byte[0], Optional.empty()));
        CompletableFuture<Forwarding.Outcome> outcome = CompletableFuture.supplyAsync(call::send);
        spin();
        call.cancel();
        assertThat(outcome.join()).isInstanceOfAny(Lost.class, Answered.class);
      }
    }
  }

  @Test
  void callThatIsAbortedFailsWithAnIoException() throws IOException {
    try (CloseableHttpClient http = HttpClients.createDefault()) {
      for (int i = 0; i < CALLS; i++) {
        Calls calls = new Calls(http, Optional.empty());
        CompletableFuture<Boolean> ended =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return calls.send(new HttpGet(url), 100).status() == 204;
                  } catch (IOException e) {
                    return true;
                  }
                });
        spin();
        calls.abort();
        assertThat(ended.join()).isTrue();
      }
    }
  }
}
