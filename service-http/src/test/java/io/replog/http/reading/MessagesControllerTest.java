package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.log.DurableLog;
import io.replog.log.ReadableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import io.replog.model.ProblemType;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class MessagesControllerTest {

  private final DurableLog stored = TestEntries.logOf(new MemoryStorage(), 3);
  private final List<String> called = new ArrayList<>();
  private final MessagesController controller =
      new MessagesController(Views.whole(observed(stored)), order -> List.of("here"));
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  /** {@code log}, with the names of the methods called on it noted. */
  private ReadableLog observed(ReadableLog log) {
    return (ReadableLog)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ReadableLog.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              return method.invoke(log, arguments);
            });
  }

  // ---- HEAD ----

  @ParameterizedTest
  @EnumSource
  void headOfAListReadsNoMessage(Form form) throws IOException {
    MockHttpServletResponse whole = new MockHttpServletResponse();
    controller.page(form, get("limit=2"), whole);
    called.clear();

    controller.page(form, head("limit=2"), response);

    assertThat(called).isNotEmpty().doesNotContain("read", "entry", "find");
    assertThat(response.getContentAsByteArray()).isEmpty();
    for (String header : whole.getHeaderNames()) {
      assertThat(response.getHeader(header)).as(header).isEqualTo(whole.getHeader(header));
    }
    assertThat(response.getHeaderNames()).contains("ETag", "Link", "Content-Type");
  }

  @Test
  void headOfOneMessageReadsNoMessage() throws IOException {
    controller.byOrder("2", head(""), response);
    controller.byId(byId("HEAD", "id-1"), response);
    controller.byIdInQuery(head("id=id-1"), response);

    assertThat(called).doesNotContain("read", "entry", "find");
    assertThat(response.getContentAsByteArray()).isEmpty();
    assertThat(refusal(() -> controller.byOrder("3", head(""), response)))
        .isEqualTo(ProblemType.NOT_FOUND);
    assertThat(refusal(() -> controller.byId(byId("HEAD", "nobody"), response)))
        .isEqualTo(ProblemType.NOT_FOUND);
  }

  // ---- one message ----

  @Test
  void messageIsFoundByItsOrderAndByItsId() throws IOException {
    String record = "{\"id\":\"id-1\",\"message\":\"m-1\",\"order\":1,\"acks\":[\"here\"]}";
    controller.byOrder("1", get(""), response);
    assertThat(response.getContentAsString()).isEqualTo(record);
    MockHttpServletResponse second = new MockHttpServletResponse();
    controller.byId(byId("GET", "id-1"), second);
    assertThat(second.getContentAsString()).isEqualTo(record);
    MockHttpServletResponse third = new MockHttpServletResponse();
    controller.byIdInQuery(get("id=id-1"), third);
    assertThat(third.getContentAsString()).isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "9223372036854775807", "9999999999999999999"})
  void orderBeyondTheEndIsNotFound(String order) {
    assertThat(refusal(() -> controller.byOrder(order, get(""), response)))
        .isEqualTo(ProblemType.NOT_FOUND);
  }

  // ---- ETag ----

  @Test
  void unchangedPageIsNotSentAgain() throws IOException {
    controller.page(Form.TEXTS, get(""), response);
    MockHttpServletRequest again = get("");
    again.addHeader("If-None-Match", response.getHeader("ETag"));
    MockHttpServletResponse second = new MockHttpServletResponse();

    controller.page(Form.TEXTS, again, second);

    assertThat(second.getStatus()).isEqualTo(304);
    assertThat(second.getContentAsByteArray()).isEmpty();
  }

  @Test
  void logThatWasRestoredAndWrittenOnHasOtherTagsFromThereOn() throws IOException {
    DurableLog other = new DurableLog(new MemoryStorage());
    List<LogEntry> entries = TestEntries.chain(2);
    entries.addAll(TestEntries.chain(entries.getLast().checksum(), 2, 1, "other-"));
    other.commit(TestEntries.appending(entries));

    for (String same : List.of("limit=1", "limit=2", "from=1&limit=1")) {
      assertThat(tag(other, same)).as(same).isEqualTo(tag(stored, same));
    }
    for (String different : List.of("", "from=1", "from=2", "limit=3")) {
      assertThat(tag(other, different)).as(different).isNotEqualTo(tag(stored, different));
    }
  }

  @Test
  void messageThatDiffersBeforeThePageMakesAnotherTagToo() throws IOException {
    DurableLog other = new DurableLog(new MemoryStorage());
    List<LogEntry> entries = TestEntries.chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 1, "other-");
    entries.addAll(TestEntries.chain(entries.getLast().checksum(), 1, 2, "m-"));
    other.commit(TestEntries.appending(entries));

    assertThat(tag(other, "from=1")).isNotEqualTo(tag(stored, "from=1"));
  }

  private static String tag(ReadableLog log, String query) throws IOException {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    new MessagesController(Views.whole(log), order -> List.of())
        .page(Form.TEXTS, get(query), answer);
    return answer.getHeader("ETag");
  }

  /** Tomcat compresses nothing that has a strong tag. */
  @Test
  void tagIsWeak() throws IOException {
    assertThat(tag(stored, "")).startsWith("W/\"");
  }

  // ---- parameters ----

  @Test
  void idOfTheQueryIsRequired() {
    assertThat(refusal(() -> controller.byIdInQuery(get(""), response)))
        .isEqualTo(ProblemType.INVALID_REQUEST);
  }

  @Test
  void idIsWhatStandsInThePathDecodedOnce() throws IOException {
    for (String path : List.of("id-1", "id%2D1", "%69d-1")) {
      controller.byId(byId("HEAD", path), response);
    }
    for (String path : List.of("id-1;b", "id-1%3Bb", "id%252D1", "id-1;", "id-1+")) {
      assertThat(refusal(() -> controller.byId(byId("HEAD", path), response)))
          .as(path)
          .isEqualTo(ProblemType.NOT_FOUND);
    }
  }

  private static MockHttpServletRequest byId(String method, String id) {
    return new MockHttpServletRequest(method, "/messages/by-id/" + id);
  }

  private interface Call {
    void run() throws IOException;
  }

  private static ProblemType refusal(Call call) {
    return catchThrowableOfType(ProblemException.class, call::run).problem().type();
  }

  private static MockHttpServletRequest get(String query) {
    return request("GET", query);
  }

  private static MockHttpServletRequest head(String query) {
    return request("HEAD", query);
  }

  private static MockHttpServletRequest request(String method, String query) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/messages");
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
      request.addParameter(parameter.split("=")[0], parameter.split("=")[1]);
    }
    return request;
  }
}
