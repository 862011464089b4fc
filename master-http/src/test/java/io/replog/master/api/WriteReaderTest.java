package io.replog.master.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.append.Draft;
import io.replog.model.Problem.FieldError;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteReaderTest {

  private final WriteReader reader = new WriteReader(Readers.properties(Map.of()));

  @Test
  void requestOfTheContractIsRead() {
    WriteRequest request = read("{'message':'text','w':2,'id':'order-17','timeout_ms':5000}");

    assertThat(text(request)).isEqualTo("text");
    assertThat(id(request)).isEqualTo("order-17");
    assertThat(request.concern()).isEqualTo(new WriteConcern.Nodes(2));
    assertThat(request.timeout()).hasValue(Duration.ofSeconds(5));
  }

  @Test
  void absentFieldsMeanAllNodesNoTimeoutAndAMintedId() {
    for (String body :
        new String[] {"{'message':'m'}", "{'message':'m','w':null,'id':null,'timeout_ms':null}"}) {
      WriteRequest request = read(body);

      assertThat(request.concern()).isEqualTo(WriteConcern.ALL);
      assertThat(request.timeout()).isEmpty();
      assertThat(request.drafts().getFirst().id()).isEmpty();
    }
  }

  @Test
  void defaultsCanBeConfigured() {
    WriteReader configured =
        new WriteReader(
            Readers.properties(
                Map.of(
                    "replog.write.default-w", "majority", "replog.write.default-timeout", "3s")));

    WriteRequest request = configured.read("{\"message\":\"m\"}".getBytes(UTF_8), List.of());

    assertThat(request.concern()).isEqualTo(WriteConcern.MAJORITY);
    assertThat(request.timeout()).hasValue(Duration.ofSeconds(3));
  }

  @Test
  void namedConcernsAreRead() {
    assertThat(read("{'message':'m','w':'all'}").concern()).isEqualTo(WriteConcern.ALL);
    assertThat(read("{'message':'m','w':'majority'}").concern()).isEqualTo(WriteConcern.MAJORITY);
  }

  @Test
  void integerIsAnIdOfItsDigits() {
    assertThat(id(read("{'message':'m','id':17}"))).isEqualTo("17");
    assertThat(id(read("{'message':'m','id':-1}"))).isEqualTo("-1");
    assertThat(id(read("{'message':'m','id':123456789012345678901234567890}")))
        .isEqualTo("123456789012345678901234567890");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'message':'\\u0000\\ud83c\\udf89\\\\'}", "{'message':' '}"})
  void anyTextThatIsNotEmptyIsAMessage(String body) {
    assertThat(text(read(body))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                       | message",
        "{'message':null}                         | message",
        "{'message':''}                           | message",
        "{'message':7}                            | message",
        "{'message':['m']}                        | message",
        "{'message':{'text':'m'}}                 | message",
        "{'message':'\\ud83c'}                    | message",
        "{'message':'m','w':0}                    | w",
        "{'message':'m','w':-1}                   | w",
        "{'message':'m','w':1.5}                  | w",
        "{'message':'m','w':2.0}                  | w",
        "{'message':'m','w':99999999999}          | w",
        "{'message':'m','w':'2'}                  | w",
        "{'message':'m','w':'most'}               | w",
        "{'message':'m','w':'ALL'}                | w",
        "{'message':'m','w':true}                 | w",
        "{'message':'m','w':[2]}                  | w",
        "{'message':'m','id':''}                  | id",
        "{'message':'m','id':1.5}                 | id",
        "{'message':'m','id':true}                | id",
        "{'message':'m','id':{}}                  | id",
        "{'message':'m','id':'\\udf89'}           | id",
        "{'message':'m','timeout_ms':0}           | timeout_ms",
        "{'message':'m','timeout_ms':-1}          | timeout_ms",
        "{'message':'m','timeout_ms':1.5}         | timeout_ms",
        "{'message':'m','timeout_ms':'5'}         | timeout_ms",
        "{'message':'m','timeout_ms':86400001}    | timeout_ms",
        "{'message':'m','W':2}                    | W",
        "{'message':'m','Message':'n'}            | Message",
        "{'message':'m','timeout':5}              | timeout",
        "'m'                                      | body",
        "['m']                                    | body",
        "{'message':'m'}{'message':'n'}           | body",
        "{'message':'m','message':'n'}            | body",
      })
  void faultIsNamedByItsField(String body, String field) {
    assertThat(Readers.errors(() -> read(body)))
        .extracting(FieldError::field)
        .containsExactly(field);
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    assertThat(Readers.errors(() -> read("{'w':0,'id':'','timeout_ms':0,'x':1}")))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("message", "w", "id", "timeout_ms", "x");
  }

  @Test
  void idIsBoundedInCharacters() {
    assertThat(id(read("{'message':'m','id':'%s'}".formatted("🎉".repeat(256))))).isNotEmpty();

    assertThat(Readers.errors(() -> read("{'message':'m','id':'%s'}".formatted("a".repeat(257)))))
        .extracting(FieldError::field)
        .containsExactly("id");
    assertThat(Readers.errors(() -> read("{'message':'m','id':%s}".formatted("9".repeat(257)))))
        .extracting(FieldError::field)
        .containsExactly("id");
  }

  @Test
  void messageIsBoundedInBytesNotInCharacters() {
    assertThat(text(read("{'message':'%s'}".formatted("a".repeat(100))))).hasSize(100);
    assertThat(text(read("{'message':'%s'}".formatted("🎉".repeat(25))))).hasSize(50);

    Readers.assertTooLarge(() -> read("{'message':'%s'}".formatted("a".repeat(101))));
    Readers.assertTooLarge(() -> read("{'message':'%s'}".formatted("🎉".repeat(26))));
  }

  // ---- the Idempotency-Key header ----

  @Test
  void headerGivesTheId() {
    assertThat(id(read("{'message':'m'}", "key 1"))).isEqualTo("key 1");
    assertThat(id(read("{'message':'m'}", " key "))).isEqualTo("key");
  }

  @Test
  void headerAndBodyMayGiveTheSameId() {
    assertThat(id(read("{'message':'m','id':'17'}", "17"))).isEqualTo("17");
    assertThat(id(read("{'message':'m','id':17}", "17"))).isEqualTo("17");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"k-1\"          | k-1",
        "  \"k-1\"        | k-1",
        "\"a \\\"b\\\" c\\\\\" | a \"b\" c\\",
        "\" \"            | ` `",
        "k\"1             | k\"1",
        "a\\b             | a\\b",
        "\"a,b;c\"        | a,b;c",
      })
  void quotedStringIsTheSameKeyAsItsText(String header, String id) {
    assertThat(id(read("{'message':'m'}", header))).isEqualTo(id);
    assertThat(id(read("{'message':'m','id':'%s'}".formatted(json(id)), header))).isEqualTo(id);
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Test
  void headerIsGivenOnce() {
    assertThat(Readers.errors(() -> read("{'message':'m'}", "a", "a")))
        .containsExactly(new FieldError("Idempotency-Key", "is given more than once"));
  }

  @Test
  void headerAndBodyMustNotDiffer() {
    assertThat(Readers.errors(() -> read("{'message':'m','id':'a'}", "b")))
        .extracting(FieldError::field)
        .containsExactly("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ü",
        "a\u0007",
        "\"",
        "\"\"",
        "\"a",
        "\"a\\\"",
        "\"a\\n\"",
        "\"a\"b",
        "\"a\", \"b\"",
        "\"a\";x=1",
        "\"a\" \"b\""
      })
  void headerThatIsNoIdIsNamed(String key) {
    assertThat(Readers.errors(() -> read("{'message':'m'}", key)))
        .extracting(FieldError::field)
        .containsExactly("Idempotency-Key");
  }

  @Test
  void headerIsBoundedToo() {
    assertThat(Readers.errors(() -> read("{'message':'m'}", "a".repeat(257))))
        .extracting(FieldError::field)
        .containsExactly("Idempotency-Key");
  }

  private WriteRequest read(String body, String... keys) {
    return reader.read(body.replace('\'', '"').getBytes(UTF_8), List.of(keys));
  }

  private static String text(WriteRequest request) {
    return new String(draft(request).message(), UTF_8);
  }

  private static String id(WriteRequest request) {
    return draft(request).id().orElseThrow();
  }

  private static Draft draft(WriteRequest request) {
    assertThat(request.drafts()).hasSize(1);
    return request.drafts().getFirst();
  }
}
