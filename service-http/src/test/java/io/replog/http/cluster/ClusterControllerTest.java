package io.replog.http.cluster;

import static io.replog.http.cluster.Clusters.cluster;
import static io.replog.http.cluster.Clusters.replication;
import static io.replog.http.cluster.Clusters.secondary;
import static io.replog.http.cluster.Clusters.self;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.node.NodeProperties;
import io.replog.http.problem.ProblemException;
import io.replog.http.settings.ExperimentSettings;
import io.replog.http.settings.NodeLimits;
import io.replog.http.settings.ReadSettings;
import io.replog.http.settings.StorageSettings;
import io.replog.model.ProblemType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

@Timeout(20)
class ClusterControllerTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new JavaTimeModule())
          .build();

  private final Shutdown shutdown = new Shutdown();
  private final AtomicInteger drawn = new AtomicInteger();
  private volatile ClusterBody present = cluster("n1", 1, self(5));

  private final KnownCluster known =
      () -> {
        drawn.incrementAndGet();
        return Objects.requireNonNull(present);
      };

  private final ClusterController controller = controller(Duration.ofSeconds(15));
  private final MockHttpServletRequest request = request();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private ClusterController controller(Duration longestSilence) {
    return new ClusterController(
        known, new ClusterWatch(known), shutdown, new Properties(longestSilence), JSON);
  }

  private record Properties(Duration longestSilence) implements NodeProperties {
    @Override
    public String id() {
      return "n1";
    }

    @Override
    public Path dataDir() {
      return Path.of("");
    }

    @Override
    public String clusterToken() {
      return "";
    }

    @Override
    public NodeLimits limits() {
      DataSize size = DataSize.ofMegabytes(1);
      return new NodeLimits(size, size, size, 0, 1, longestSilence);
    }

    @Override
    public ReadSettings read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ExperimentSettings experiments() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StorageSettings storage() {
      throw new UnsupportedOperationException();
    }
  }

  private static MockHttpServletRequest request() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/cluster/stream");
    request.setServerName("seen-as");
    request.setAsyncSupported(true);
    return request;
  }

  @AfterEach
  void end() {
    shutdown.stop();
  }

  private String sent() {
    return new String(response.getContentAsByteArray(), UTF_8);
  }

  @Test
  void streamBeginsWithWhatGetClusterAnswers() throws Exception {
    controller.stream(request, response);

    String body = JSON.writeValueAsString(controller.cluster(request));
    await()
        .untilAsserted(
            () -> assertThat(sent()).isEqualTo(":\n\nevent: view\ndata: " + body + "\n\n"));
    assertThat(body).contains("\"url\":\"http://seen-as\"", "\"master_url\":\"http://seen-as\"");
  }

  @Test
  void everyChangeIsSentWithWhatHappened() {
    controller.stream(request, response);
    await().until(() -> sent().contains("event: view"));

    present = cluster("n1", 1, self(5), secondary("HEALTHY", 5, replication(true, "CLOSED", 0)));

    await().until(() -> sent().contains("\"id\":\"n2\""));
    assertThat(sent())
        .containsPattern(
            "event: happened\ndata: \\{[^\n]*\"joined\",\"node\":\"n2\"[^\n]*}\n\nevent: view");
  }

  @Test
  void viewThatDoesNotChangeIsSentOnce() {
    controller.stream(request, response);
    await().until(() -> drawn.get() > 5);

    assertThat(sent().split("event: view", -1)).hasSize(2);
  }

  @Test
  void silenceIsFilledWithComments() {
    controller(Duration.ofMillis(200)).stream(request, response);

    await().until(() -> sent().contains("}\n\n:\n\n:\n\n"));
  }

  @Test
  void clusterIsDrawnOnlyWhileSomebodyWatches() {
    assertThat(drawn).hasValue(0);
    controller.stream(request, response);
    await().until(() -> sent().contains("event: view"));

    shutdown.stop();

    await().until(() -> !request.isAsyncStarted());
    await()
        .untilAsserted(
            () -> {
              int before = drawn.get();
              Thread.sleep(300);
              assertThat(drawn).hasValue(before);
            });
  }

  @Test
  void viewerBeyondTheBoundIsRefused() {
    controller.stream(request, response);

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> controller.stream(request(), new MockHttpServletResponse()));

    assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
    assertThat(refused.headers()).containsKey("Retry-After");
  }

  @Test
  void failureToDrawEndsNothing() {
    ClusterBody before = present;
    present = null;
    controller.stream(request, response);
    await().until(() -> drawn.get() > 1);

    present = before;

    await().until(() -> sent().contains("event: view"));
  }

  @Test
  void g6_readerThatTakesTooLongIsDroppedWithAReasonAndDelaysNobody() {
    Semaphore mayTake = new Semaphore(0);
    controller(Duration.ofMillis(1)).stream(request(), new SlowResponse(mayTake, response));

    controller.stream(request, new MockHttpServletResponse());
    await().until(() -> drawn.get() > 3);
    mayTake.release(Integer.MAX_VALUE);

    await().until(() -> sent().contains("event: problem"));
    assertThat(sent()).containsPattern("\"urn:replog:overloaded\".*longer than 1 ms");
  }

  /** Passes bytes on only once they may be taken, the first comment apart. */
  private static final class SlowResponse extends MockHttpServletResponse {
    private final Semaphore mayTake;
    private final MockHttpServletResponse to;

    SlowResponse(Semaphore mayTake, MockHttpServletResponse to) {
      this.mayTake = mayTake;
      this.to = to;
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) throws IOException {
          to.getOutputStream().write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          if (bytes[from] == 'e') {
            mayTake.acquireUninterruptibly();
            LockSupport.parkNanos(2_000_000);
          }
          to.getOutputStream().write(bytes, from, count);
        }
      };
    }
  }
}
