package io.replog.cluster.writing;

import static io.replog.cluster.Eventually.eventually;
import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.RawHttp;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Places for waiting belong to writers that are there, and nobody who need not wait needs one. */
class GoneWritersIT extends Scenarios implements OnProcesses {

  private static final int PLACES = 5;

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startMasterWithoutItsSecondary() {
    cluster = cluster(Topology.masterAnd(1).set(master, "replog.write.max-waiting", "" + PLACES));
    cluster.start(master);
    client = cluster.client(master);
  }

  private static byte[] post(String body) {
    return ("POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s")
        .formatted(body.getBytes(UTF_8).length, body)
        .getBytes(UTF_8);
  }

  private Socket blockedWriter(String body) throws IOException {
    URI url = client.node();
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.getOutputStream().write(post(body));
    return socket;
  }

  private void eventuallyWaiting(int writers) {
    eventually(() -> assertThat(client.health().path("waiting").asInt()).isEqualTo(writers));
  }

  @Test
  void g6_writersThatHungUpLeaveTheirPlacesAndTheirMessages() throws IOException {
    for (int round = 0; round < 2; round++) {
      List<Socket> writers = new ArrayList<>();
      for (int i = 0; i < PLACES; i++) {
        writers.add(blockedWriter("{\"message\":\"left behind\"}"));
      }
      eventuallyWaiting(PLACES);
      assertThat(client.post("needs nobody", w(1))).isCreated();
      assertThat(client.post("finds no place", w(2))).isProblem(503, "overloaded");
      for (Socket writer : writers) {
        writer.close();
      }
      eventuallyWaiting(0);
    }
    assertThat(client.messages()).filteredOn("left behind"::equals).hasSize(2 * PLACES);
  }

  @Test
  void repeatsOfAnIdShareAPlace() throws IOException {
    List<Socket> writers = new ArrayList<>();
    for (int i = 0; i < 2 * PLACES; i++) {
      writers.add(blockedWriter("{\"message\":\"repeated\",\"id\":\"repeated\"}"));
      // A write that is still being appended has a place of its own.
      eventuallyWaiting(i + 1);
    }

    assertThat(client.post("another", w(2), timeout(Duration.ofMillis(200))))
        .isProblem(504, "write-concern-timeout");

    for (Socket writer : writers) {
      writer.close();
    }
    eventuallyWaiting(0);
  }

  @Test
  void clientThatOnlyHalfClosedHearsThatItsOutcomeIsUnknown() throws IOException {
    String answer =
        RawHttp.exchange(
            client.node(), post("{\"message\":\"half closed\",\"id\":\"half closed\"}"));

    assertThat(answer).startsWith("HTTP/1.1 500").contains("urn:replog:outcome-unknown");
    assertThat(client.post("half closed", w(1), id("half closed"))).hasStatus(200);
  }
}
