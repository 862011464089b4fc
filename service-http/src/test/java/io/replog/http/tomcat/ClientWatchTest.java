package io.replog.http.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientWatchTest {

  private static final int CONNECTION_TIMEOUT_MILLIS = 100;

  private Waiting server;

  @BeforeEach
  void start() throws LifecycleException {
    server = new Waiting(CONNECTION_TIMEOUT_MILLIS);
  }

  @AfterEach
  void stop() throws LifecycleException {
    server.close();
  }

  private RawClient waitingFor(String path) throws IOException {
    int before = server.count();
    RawClient client = RawClient.to(server.port()).get(path);
    awaitWaiting(before + 1);
    return client;
  }

  private void awaitWaiting(int count) {
    await().until(() -> server.count() == count);
  }

  private void awaitGone(String... paths) {
    await().untilAsserted(() -> assertThat(server.gone()).containsExactlyInAnyOrder(paths));
  }

  @Test
  void closedConnectionIsNoticed() throws IOException {
    waitingFor("/a").close();
    awaitGone("/a");
  }

  @Test
  void resetConnectionIsNoticed() throws IOException {
    waitingFor("/a").reset();
    awaitGone("/a");
  }

  @Test
  void halfClosedConnectionIsGoneAndMayStillReadItsAnswer() throws IOException {
    try (RawClient client = waitingFor("/a")) {
      client.socket().shutdownOutput();
      awaitGone("/a");
      server.answer();
      assertThat(client.readAll()).startsWith("HTTP/1.1 200").endsWith("/a");
    }
  }

  @Test
  void everyOneOfManyIsNoticedAndNobodyElse() throws IOException {
    List<String> paths = new ArrayList<>();
    List<RawClient> leaving = new ArrayList<>();
    try (RawClient staying = waitingFor("/stays")) {
      for (int i = 0; i < 200; i++) {
        paths.add("/" + i);
        leaving.add(RawClient.to(server.port()).get("/" + i));
      }
      awaitWaiting(201);
      for (RawClient client : leaving) {
        client.close();
      }
      awaitGone(paths.toArray(String[]::new));
      server.answer();
      staying.readTo("/stays");
    }
  }

  @Test
  void pipelinedRequestIsNoLeavingAndIsAnsweredNext() throws IOException {
    try (RawClient client = waitingFor("/first")) {
      client.get("/second");
      waitingFor("/other").close();
      awaitGone("/other");
      server.answer();
      client.readTo("/first");
      awaitWaiting(1);
      server.answer();
      client.readTo("/second");
      assertThat(server.gone()).containsExactly("/other");
    }
  }

  @Test
  void leavingAfterPipeliningIsNoticed() throws IOException {
    waitingFor("/first").get("/second").close();
    awaitGone("/first");
  }

  @Test
  void pipelineLongerThanTheBufferIsReadWhole() throws IOException {
    String longPath = "/" + "x".repeat(3000);
    try (RawClient client = waitingFor("/first")) {
      client.get(longPath).get("/last");
      waitingFor("/other").close();
      awaitGone("/other");
      server.answer();
      client.readTo("/first");
      for (String path : List.of(longPath, "/last")) {
        awaitWaiting(1);
        server.answer();
        client.readTo(path);
      }
      assertThat(server.gone()).containsExactly("/other");
    }
  }

  @Test
  void laterRequestOfAConnectionIsWatchedAnewAndTheAnsweredOneNoMore() throws IOException {
    RawClient client = waitingFor("/first");
    server.answer();
    client.readTo("/first");
    client.get("/second");
    awaitWaiting(1);
    client.close();
    awaitGone("/second");
  }

  @Test
  void waitsLongerThanAClientMayPause() throws IOException {
    try (RawClient waiting = waitingFor("/a");
        RawClient idle = RawClient.to(server.port())) {
      idle.send("GET /never");
      // Connected later, and yet too long ago for Tomcat.
      idle.readAll();
      server.answer();
      waiting.readTo("/a");
      assertThat(server.gone()).isEmpty();
    }
  }

  @Test
  void answeredConnectionIsClosedWhenItsClientPausesForLong() throws IOException {
    try (RawClient client = waitingFor("/a")) {
      server.answer();
      assertThat(client.readAll()).endsWith("/a");
    }
  }
}
