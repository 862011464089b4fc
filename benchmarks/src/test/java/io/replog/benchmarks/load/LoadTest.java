package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> bodies = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/good", exchange -> answer(exchange, 201));
    server.createContext("/bad", exchange -> answer(exchange, 503));
    server.createContext("/rude", this::hangUpEverySecond);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aBoundedLoadSendsEachOfItsRequestsOnce() throws Exception {
    Sample sample = finish(plan("/good", 8).upTo(500));
    assertThat(sample.count()).isEqualTo(500);
    assertThat(sample.errors()).isEmpty();
    assertThat(bodies).as("different messages").hasSize(500);
  }

  @Test
  void refusalsAreCountedByWhatWasAnsweredAndHaveNoLatency() throws Exception {
    Sample sample = finish(plan("/bad", 2).upTo(10));
    assertThat(sample.count()).isZero();
    assertThat(sample.errors()).containsExactlyEntriesOf(java.util.Map.of("HTTP 503 ok", 10L));
  }

  @Test
  void aBrokenConnectionIsCountedAndOpenedAgain() throws Exception {
    Sample sample = finish(plan("/rude", 1).upTo(6));
    assertThat(sample.count()).isEqualTo(3);
    assertThat(sample.errorCount()).isEqualTo(3);
  }

  @Test
  void anOpenLoopGoesOnByItself() throws Exception {
    AtomicLong answered = new AtomicLong();
    try (Load load = Load.start(plan("/good", 4).atRate(500))) {
      Awaitility.await().until(() -> answered.addAndGet(load.take().count()) >= 100);
    }
  }

  @Test
  void aPortWithoutAServerIsAnErrorAtOnce() {
    int port = server.getAddress().getPort();
    server.stop(0);
    Request post = Request.of("/", "text/plain", "x", 1);
    assertThatThrownBy(() -> Load.start(LoadPlan.closed(port, post, 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(port));
  }

  @Test
  void whatIsNoHttpIsCountedAsAnError() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> greet(other));
      LoadPlan plan = LoadPlan.closed(other.getLocalPort(), Request.of("/", "a/b", "x", 1), 1);
      try (Load load = Load.start(plan.upTo(1))) {
        Sample sample = load.measureWhile(load::running, second -> {});
        assertThat(sample.count()).isZero();
        assertThat(sample.errorCount()).isEqualTo(1);
      }
    }
  }

  private LoadPlan plan(String path, int clients) {
    Request post = Request.of(path, "text/plain", "number " + Request.NUMBER, 1);
    return LoadPlan.closed(server.getAddress().getPort(), post, clients);
  }

  private static Sample finish(LoadPlan plan) throws Exception {
    try (Load load = Load.start(plan)) {
      return load.measureWhile(load::running, second -> {});
    }
  }

  private void answer(HttpExchange exchange, int status) {
    try (exchange) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(status, 2);
      exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getInputStream().read();
      client.getOutputStream().write("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hangUpEverySecond(HttpExchange exchange) {
    if (requests.incrementAndGet() % 2 == 0) {
      exchange.close();
    } else {
      answer(exchange, 200);
    }
  }
}
