package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
  void a_bounded_load_sends_each_of_its_requests_once() throws Exception {
    Sample sample = finish(plan("/good", 8).upTo(500));
    assertThat(sample.count()).isEqualTo(500);
    assertThat(sample.errors()).isEmpty();
    assertThat(bodies).as("different messages").hasSize(500);
  }

  @Test
  void the_work_is_shared_out_to_threads() throws Exception {
    assertThat(finish(plan("/good", 8).onThreads(2).upTo(500)).count()).isEqualTo(500);
  }

  @Test
  void refusals_are_counted_by_what_was_answered_and_have_no_latency() throws Exception {
    Sample sample = finish(plan("/bad", 2).upTo(10));
    assertThat(sample.count()).isZero();
    assertThat(sample.errors()).containsExactlyEntriesOf(java.util.Map.of("HTTP 503 ok", 10L));
  }

  @Test
  void a_broken_connection_is_counted_and_opened_again() throws Exception {
    Sample sample = finish(plan("/rude", 1).upTo(6));
    assertThat(sample.count()).isEqualTo(3);
    assertThat(sample.errorCount()).isEqualTo(3);
  }

  @Test
  void an_open_loop_goes_on_by_itself() throws Exception {
    AtomicLong answered = new AtomicLong();
    try (Load load = Load.start(plan("/good", 4).atRate(500))) {
      Awaitility.await().until(() -> answered.addAndGet(load.take().count()) >= 100);
    }
  }

  @Test
  void load_goes_nowhere_but_to_this_machine() {
    InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 80);
    HttpPost post = new HttpPost("/", "text/plain", "x");
    assertThatThrownBy(() -> new LoadPlan(elsewhere, post, 1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private LoadPlan plan(String path, int clients) {
    HttpPost post = new HttpPost(path, "text/plain", "number " + Template.NUMBER);
    return LoadPlan.closed(server.getAddress().getPort(), post, clients);
  }

  private static Sample finish(LoadPlan plan) throws Exception {
    try (Load load = Load.start(plan)) {
      return load.finish(second -> {});
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

  private void hangUpEverySecond(HttpExchange exchange) {
    if (requests.incrementAndGet() % 2 == 0) {
      exchange.close();
    } else {
      answer(exchange, 200);
    }
  }
}
