package io.replog.cluster.reading;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Readers that come back to a log which was restored from a copy and written on since. */
class RestoredLogIT extends Scenarios implements OnProcesses {

  private static final int COPIED = 2;
  private static final int WRITTEN = 5;

  private Client client;
  private final List<String> tags = new ArrayList<>();
  private final List<String> positions = new ArrayList<>();

  /** Two messages, of which a copy is made, three more, the copy instead, and one other. */
  @BeforeAll
  void restoreAndWriteOn() throws Exception {
    ProcessCluster cluster = (ProcessCluster) cluster(Topology.masterAnd(0));
    cluster.start(master);
    client = cluster.client(master);
    post("m-0", "m-1");
    cluster.stop(master);
    shell("cp -a %1$s %1$s.copy".formatted(cluster.data(master)));
    cluster.start(master);
    post("m-2", "m-3", "m-4");
    for (int order = 0; order < WRITTEN; order++) {
      tags.add(client.get("/messages?limit=" + (order + 1)).header("ETag"));
    }
    try (EventStream stream = EventStream.open(client, "", null)) {
      Eventually.eventually(() -> assertThat(stream.events()).hasSize(WRITTEN));
      stream.events().forEach(event -> positions.add(event.position()));
    }
    cluster.stop(master);
    shell("rm -r %1$s && mv %1$s.copy %1$s".formatted(cluster.data(master)));
    cluster.start(master);
    post("other-2");
  }

  private void post(String... messages) {
    for (String message : messages) {
      assertThat(client.post(message, w(1))).isCreated();
    }
  }

  private static void shell(String commands) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("sh", "-c", commands).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void aPageIsSentAgainWhereItsMessagesChanged() {
    for (int order = 0; order < WRITTEN; order++) {
      Answer again = client.get("/messages?limit=" + (order + 1), "If-None-Match", tags.get(order));
      assertThat(again).hasStatus(order < COPIED ? 304 : 200);
    }
  }

  @Test
  void aReaderResumesWhereTheHistoriesAgree() throws Exception {
    for (int order = 0; order < COPIED; order++) {
      try (EventStream stream = EventStream.open(client, "", positions.get(order))) {
        Eventually.eventually(() -> assertThat(stream.events()).isNotEmpty());
        assertThat(stream.events().getFirst().id()).isEqualTo(order + 1);
      }
    }
  }

  @Test
  void aReaderFromAnotherHistoryIsToldSo() {
    Answer answer = client.get("/messages/stream", "Last-Event-ID", positions.get(COPIED));
    assertThat(answer).isProblem(409, "unknown-position").hasMember("length", "3");
    assertThat(answer.json().path("detail").asText()).contains("another history", "?from=");
  }

  @Test
  void aReaderFromBeyondTheEndIsToldSo() {
    for (String position : List.of(positions.getLast(), "4", "999999999999999999")) {
      Answer answer = client.get("/messages/stream", "Last-Event-ID", position);
      assertThat(answer).isProblem(409, "unknown-position").hasMember("length", "3");
      assertThat(answer.json().path("detail").asText()).contains("ends before order");
    }
  }
}
