package io.replog.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.replog.log.storage.StorageException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.CompletionException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client is told of a failure, by whose fault it is. */
class ProblemAdviceTest {

  private static final StorageException DAMAGE =
      StorageException.damage("order 7: checksum mismatch in /data/rocksdb/000012.sst", null);
  private static final StorageException REFUSED = new StorageException("no space left");

  /** Fails after it has sent the beginning of an answer, or before. */
  @RestController
  private static final class Failing {
    private Exception failure;

    @RequestMapping("/before")
    void before() throws Exception {
      throw failure;
    }

    @PostMapping(
        path = "/json",
        consumes = {"application/json", "application/x-binary"})
    void json() {}

    @RequestMapping("/within")
    void within(HttpServletResponse response) throws Exception {
      response.getOutputStream().write('[');
      response.flushBuffer();
      throw failure;
    }
  }

  private final Failing failing = new Failing();
  private final MockMvc web =
      MockMvcBuilders.standaloneSetup(failing).setControllerAdvice(new ProblemAdvice()).build();

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json;charset=klingon", "application/json;charset="})
  void refusedMediaTypeComesWithThoseAcceptedAndTheirCharset(String type) throws Exception {
    MockHttpServletResponse answer =
        web.perform(post("/json").header("Content-Type", type)).andReturn().getResponse();

    String accepted = "application/json;charset=UTF-8, application/x-binary";
    assertProblem(answer, 415, "unsupported-media-type", "supported: " + accepted);
    assertThat(answer.getHeader("Accept")).isEqualTo(accepted);
  }

  @Test
  void damageThatAReaderMeetsIsAFaultOfTheServerAndNamed() throws Exception {
    failing.failure = DAMAGE;

    MockHttpServletResponse answer = web.perform(get("/before")).andReturn().getResponse();

    assertProblem(answer, 500, "storage", "order 7", "000012.sst");
    assertThat(answer.getContentAsString()).doesNotContain("stored\"");
  }

  @Test
  void damageThatAWriterMeetsTellsThatNothingWasStored() throws Exception {
    failing.failure = DAMAGE;
    assertProblem(
        web.perform(post("/before")).andReturn().getResponse(),
        500,
        "storage",
        "order 7",
        "nothing was stored");

    MockHttpServletResponse later = new MockHttpServletResponse();
    new ProblemAdvice().failed(new CompletionException(DAMAGE), later);
    assertProblem(later, 500, "storage", "order 7", "nothing was stored");
  }

  @Test
  void commitThatTheDiskRefusedIs507AndSaysNothingOfWhatIsStored() throws Exception {
    failing.failure = REFUSED;

    MockHttpServletResponse answer = web.perform(post("/before")).andReturn().getResponse();

    assertProblem(answer, 507, "storage", "no space left");
    assertThat(answer.getContentAsString()).doesNotContain("nothing was stored");
  }

  @Test
  void fileThatCannotBeUsedIsNamedWithItsCauseAndNoFaultOfTheClient() throws Exception {
    failing.failure = new AccessDeniedException("/data/backups");

    assertProblem(
        web.perform(post("/before")).andReturn().getResponse(),
        500,
        "storage",
        "/data/backups: Permission denied");
  }

  @Test
  void onlyTheConnectionToAClientIsItsFault() throws Exception {
    failing.failure = new ClientAbortException(new EOFException());
    assertProblem(
        web.perform(post("/before")).andReturn().getResponse(), 400, "invalid-request", "body");

    failing.failure = new IOException("anything else");
    assertProblem(web.perform(post("/before")).andReturn().getResponse(), 500, "internal", "log");
  }

  /** The server cuts the connection of an answer that a handler failed in the middle of. */
  @Test
  void failureInTheMiddleOfAnAnswerIsLoggedHereAndLeftToTheServerToCut() throws Exception {
    for (Exception each :
        new Exception[] {
          DAMAGE,
          new IllegalStateException("odd"),
          new AccessDeniedException("/data"),
          new IOException("odd")
        }) {
      failing.failure = each;

      MvcResult result = web.perform(get("/within")).andReturn();

      assertThat(result.getRequest().getAttribute(ProblemAdvice.UNFINISHED)).isEqualTo(true);
      assertThat(result.getResponse().getContentAsString()).isEqualTo("[");
    }
  }

  @Test
  void clientThatLeavesInTheMiddleOfAnAnswerIsNoFailure() throws Exception {
    failing.failure = new ClientAbortException(new EOFException());

    assertThat(web.perform(get("/within")).andReturn().getResponse().getContentAsString())
        .isEqualTo("[");
  }

  private static void assertProblem(
      MockHttpServletResponse answer, int status, String label, String... detail) throws Exception {
    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(answer.getContentAsString())
        .contains("\"type\":\"urn:replog:" + label + "\"")
        .contains(detail);
  }
}
