package io.replog.master.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.master.config.MasterProperties;
import io.replog.model.Problem.FieldError;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

  private static final MasterProperties PROPERTIES =
      Readers.properties(Map.of("replog.batch.messages", "3"));

  private final BatchReader reader = new BatchReader(new WriteReader(PROPERTIES), PROPERTIES);

  @Test
  void everyLineIsAMessageInTheOrderGiven() {
    WriteRequest request =
        read("{'message':'a','id':'1'}\n{'message':'b'}\n{'message':'c','id':3}\n");

    assertThat(messages(request)).containsExactly("a", "b", "c");
    assertThat(request.drafts().get(0).id()).hasValue("1");
    assertThat(request.drafts().get(1).id()).isEmpty();
    assertThat(request.drafts().get(2).id()).hasValue("3");
    assertThat(request.concern()).isEqualTo(WriteConcern.ALL);
    assertThat(request.timeout()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'message':'a'}",
        "{'message':'a'}\n",
        "{'message':'a'}\r\n",
        "\n \t\r\n{'message':'a'}\n\n",
        "  {'message':'a'}  \n  "
      })
  void lineEndsAndBlankLinesDoNotCount(String body) {
    assertThat(messages(read(body))).containsExactly("a");
  }

  @Test
  void concernAndTimeoutComeFromTheQuery() {
    assertThat(read("{'message':'a'}", Map.of("w", "2")).concern())
        .isEqualTo(new WriteConcern.Nodes(2));
    assertThat(read("{'message':'a'}", Map.of("w", "majority")).concern())
        .isEqualTo(WriteConcern.MAJORITY);
    assertThat(read("{'message':'a'}", Map.of("timeout_ms", "250")).timeout())
        .hasValue(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @CsvSource({
    "w, 0",
    "w, -1",
    "w, 1.5",
    "w, most",
    "w, ''",
    "w, 9999999999",
    "timeout_ms, 0",
    "timeout_ms, -1",
    "timeout_ms, 1.5",
    "timeout_ms, soon",
    "timeout_ms, ''",
    "timeout_ms, 86400001",
    "timeout_ms, 99999999999999999999"
  })
  void faultOfTheQueryIsNamedByItsParameter(String name, String value) {
    assertThat(Readers.errors(() -> read("{'message':'a'}", Map.of(name, value))))
        .extracting(FieldError::field)
        .containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                          | line 2.message",
        "{'message':''}              | line 2.message",
        "{'message':7}               | line 2.message",
        "{'message':'\\ud83c'}       | line 2.message",
        "{'message':'b','id':''}     | line 2.id",
        "{'message':'b','id':1.5}    | line 2.id",
        "{'message':'b','w':2}       | line 2.w",
        "{'message':'b','timeout_ms':2} | line 2.timeout_ms",
        "['b']                       | line 2",
        "{'message':'b'              | line 2",
        "{'message':'b'}{}           | line 2",
        "b                           | line 2",
      })
  void faultOfALineIsNamedWithItsNumber(String line, String field) {
    assertThat(Readers.errors(() -> read("{'message':'a'}\n" + line + "\n{'message':'c'}")))
        .extracting(FieldError::field)
        .containsExactly(field);
  }

  @Test
  void blankLinesCountForTheNumbersOfLines() {
    assertThat(Readers.errors(() -> read("\n\n{'message':''}")))
        .extracting(FieldError::field)
        .containsExactly("line 3.message");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n\t\n"})
  void batchWithoutAMessageIsRefused(String body) {
    assertThat(Readers.errors(() -> read(body)))
        .extracting(FieldError::field)
        .containsExactly("body");
  }

  @Test
  void numberOfMessagesIsBounded() {
    String line = "{'message':'a'}\n";

    assertThat(read(line.repeat(3)).drafts()).hasSize(3);
    Readers.assertTooLarge(() -> read(line.repeat(4)));
  }

  @Test
  void everyMessageIsBounded() {
    Readers.assertTooLarge(
        () -> read("{'message':'a'}\n{'message':'%s'}".formatted("a".repeat(101))));
  }

  @Test
  void lineThatIsNotUtf8IsRefusedWithItsNumber() {
    byte[] body = "{\"message\":\"a\"}\n{\"message\":\"b\"}".getBytes(UTF_8);
    body[body.length - 3] = (byte) 0xff;

    assertThat(Readers.errors(() -> reader.read(body, Map.of())))
        .containsExactly(new FieldError("line 2", "is not well-formed UTF-8"));
  }

  private WriteRequest read(String body) {
    return read(body, Map.of());
  }

  private WriteRequest read(String body, Map<String, String> query) {
    Map<String, String[]> parameters = new HashMap<>();
    query.forEach((name, value) -> parameters.put(name, new String[] {value}));
    return reader.read(body.replace('\'', '"').getBytes(UTF_8), parameters);
  }

  private static List<String> messages(WriteRequest request) {
    return request.drafts().stream().map(draft -> new String(draft.message(), UTF_8)).toList();
  }
}
