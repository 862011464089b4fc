package io.replog.cluster.reading;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Places for event streams belong to readers that are there. */
class StreamPlacesIT extends Scenarios implements OnProcesses {

  private static final int PLACES = 5;

  private Cluster cluster;

  @BeforeAll
  void startMaster() {
    // Without the watch, only the next heartbeat would find that a reader left.
    cluster =
        cluster(
            Topology.masterAnd(0)
                .set(master, "replog.limits.streams", "" + PLACES)
                .set(master, "replog.limits.stream-heartbeat", "1h"));
    cluster.start(master);
  }

  private EventStream open() throws IOException, InterruptedException {
    return EventStream.open(cluster.client(master), "", -1);
  }

  @Test
  void aReaderThatClosedLeavesItsPlaceToTheNext() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<EventStream> readers = new ArrayList<>();
      for (int i = 0; i < PLACES; i++) {
        eventually(() -> readers.add(openAndAccepted()));
      }
      try (EventStream tooMany = open()) {
        assertThat(tooMany.status()).isEqualTo(503);
      }
      readers.forEach(EventStream::close);
    }
  }

  private EventStream openAndAccepted() throws IOException, InterruptedException {
    EventStream stream = open();
    assertThat(stream.status()).isEqualTo(200);
    return stream;
  }
}
