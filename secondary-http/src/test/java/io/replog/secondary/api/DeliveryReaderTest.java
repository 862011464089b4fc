package io.replog.secondary.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.log.TestEntries;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryReaderTest {

  private static final int MAX_MESSAGES = 3;

  private final DeliveryReader reader = new DeliveryReader(MAX_MESSAGES);

  @Test
  void jsonOfTheContractIsRead() {
    Delivery delivery =
        json(
            """
            {"epoch":3,"log_id":"the log","messages":[
              {"order":7,"id":"a","message":"Ünï \\u0000 \\"🎉\\""},
              {"order":5,"id":17,"message":""}]}
            """);

    assertThat(delivery.epoch()).isEqualTo(3);
    assertThat(delivery.logId()).isEqualTo("the log");
    assertThat(delivery.claim()).isEmpty();
    assertThat(delivery.entries()).extracting(LogEntry::order).containsExactly(7L, 5L);
    assertThat(delivery.entries()).extracting(LogEntry::id).containsExactly("a", "17");
    assertThat(delivery.entries().getFirst().message()).isEqualTo("Ünï \0 \"🎉\"");
    assertThat(delivery.entries()).noneMatch(LogEntry::isChained);
  }

  @Test
  void deliveryOfNothingIsADelivery() {
    assertThat(json("{'epoch':0,'log_id':'l','messages':[]}").entries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'log_id':'l','messages':[]}                        | epoch",
        "{'epoch':null,'log_id':'l','messages':[]}           | epoch",
        "{'epoch':'3','log_id':'l','messages':[]}            | epoch",
        "{'epoch':3.5,'log_id':'l','messages':[]}            | epoch",
        "{'epoch':-1,'log_id':'l','messages':[]}             | epoch",
        "{'epoch':281474976710656,'log_id':'l','messages':[]} | epoch",
        "{'epoch':9223372036854775807,'log_id':'l','messages':[]} | epoch",
        "{'epoch':9223372036854775808,'log_id':'l','messages':[]} | epoch",
        "{'epoch':3,'messages':[]}                           | log_id",
        "{'epoch':3,'log_id':7,'messages':[]}                | log_id",
        "{'epoch':3,'log_id':'','messages':[]}               | log_id",
        "{'epoch':3,'log_id':'l'}                            | messages",
        "{'epoch':3,'log_id':'l','messages':{}}              | messages",
        "{'epoch':3,'log_id':'l','messages':'m'}             | messages",
        "{'epoch':3,'log_id':'l','messages':[7]}             | messages[0]",
        "{'epoch':3,'log_id':'l','messages':[],'entries':[]} | entries",
        "[]                                                  | body",
        "{'epoch':3,                                         | body",
        "{'epoch':3,'epoch':4,'log_id':'l','messages':[]}    | body",
      })
  void faultOfTheDeliveryIsNamed(String body, String field) {
    assertThat(errors(body)).extracting(FieldError::field).contains(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':'a','message':'m'}                                 | order",
        "{'order':-1,'id':'a','message':'m'}                      | order",
        "{'order':1.5,'id':'a','message':'m'}                     | order",
        "{'order':'1','id':'a','message':'m'}                     | order",
        "{'order':281474976710656,'id':'a','message':'m'}         | order",
        "{'order':1,'message':'m'}                                | id",
        "{'order':1,'id':'','message':'m'}                        | id",
        "{'order':1,'id':1.5,'message':'m'}                       | id",
        "{'order':1,'id':true,'message':'m'}                      | id",
        "{'order':1,'id':'\\ud83c','message':'m'}                 | id",
        "{'order':1,'id':'a'}                                     | message",
        "{'order':1,'id':'a','message':null}                      | message",
        "{'order':1,'id':'a','message':7}                         | message",
        "{'order':1,'id':'a','message':'\\udf89'}                 | message",
        "{'order':1,'id':'a','message':'m','w':2}                 | w",
      })
  void faultOfAMessageIsNamedWithItsPlace(String message, String field) {
    String body =
        "{'epoch':3,'log_id':'l','messages':[{'order':0,'id':'x','message':'y'},%s]}"
            .formatted(message);

    assertThat(errors(body)).extracting(FieldError::field).contains("messages[1]." + field);
  }

  @Test
  void allFaultsOfAMessageAreNamedAtOnce() {
    assertThat(errors("{'epoch':3,'log_id':'l','messages':[{'order':-1,'message':7}]}"))
        .extracting(FieldError::field)
        .contains("messages[0].order", "messages[0].id", "messages[0].message");
  }

  @Test
  void greatestOrderIsRead() {
    String body = "{'epoch':3,'log_id':'l','messages':[{'order':%d,'id':'a','message':'m'}]}";

    assertThat(json(body.formatted(MintedId.MAX_ORDER)).entries().getFirst().order())
        .isEqualTo(MintedId.MAX_ORDER);
  }

  @Test
  void idAndLogIdAreBounded() {
    String body = "{'epoch':3,'log_id':'%s','messages':[{'order':0,'id':'%s','message':'m'}]}";
    String longest = "a".repeat(256);

    assertThat(json(body.formatted(longest, longest)).entries()).hasSize(1);
    assertThat(errors(body.formatted(longest + "a", "x")))
        .extracting(FieldError::field)
        .contains("log_id");
    assertThat(errors(body.formatted("x", longest + "a")))
        .extracting(FieldError::field)
        .contains("messages[0].id");
  }

  @Test
  void numberOfMessagesIsBounded() {
    String one = "{'order':0,'id':'a','message':'m'}";
    String body = "{'epoch':3,'log_id':'l','messages':[%s]}";

    assertThat(json(body.formatted(String.join(",", one, one, one))).entries()).hasSize(3);
    assertThat(errors(body.formatted(String.join(",", one, one, one, one))))
        .extracting(FieldError::field)
        .containsExactly("messages");
  }

  @Test
  void compactFormIsRead() {
    Delivery sent = new Delivery(3, "claim", "log", TestEntries.chain(2));

    Delivery read = reader.compact(DeliveryCodec.encode(sent));

    assertThat(read.epoch()).isEqualTo(3);
    assertThat(read.entries())
        .extracting(LogEntry::checksum)
        .isEqualTo(sent.entries().stream().map(LogEntry::checksum).toList());
  }

  @Test
  void anythingElseInTheCompactFormIsAnInvalidBody() {
    byte[] whole = DeliveryCodec.encode(new Delivery(3, "claim", "log", TestEntries.chain(2)));

    for (byte[] body :
        List.of(new byte[0], "{}".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 1))) {
      ProblemException refused =
          catchThrowableOfType(ProblemException.class, () -> reader.compact(body));
      assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
    }
  }

  @Test
  void compactFormHoldsOnlyWhatJsonCouldHold() {
    byte[] none = {};
    byte[] half = {(byte) 0xc3};
    byte[] text = "a".getBytes(UTF_8);
    assertRefused(3, "log", LogEntry.unchained(0, text, half));
    assertRefused(3, "log", LogEntry.unchained(0, half, text));
    assertRefused(3, "log", LogEntry.unchained(0, none, text));
    assertRefused(3, "log", LogEntry.unchained(0, "a".repeat(257).getBytes(UTF_8), text));
    assertRefused(-1, "log", LogEntry.unchained(0, text, text));
    assertRefused(3, "", LogEntry.unchained(0, text, text));
    assertRefused(3, "l".repeat(257), LogEntry.unchained(0, text, text));
  }

  private void assertRefused(long epoch, String logId, LogEntry entry) {
    byte[] body = DeliveryCodec.encode(new Delivery(epoch, "", logId, List.of(entry)));

    assertThat(catchThrowableOfType(ProblemException.class, () -> reader.compact(body)))
        .as("refusal of %s", entry)
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"281474976710656, epoch", "9223372036854775807, epoch", "-1, epoch"})
  void epochBeyondTheGreatestIsNamedInTheCompactFormToo(long epoch, String field) {
    byte[] body = DeliveryCodec.encode(new Delivery(epoch, "", "log", List.of()));

    assertThat(compactErrors(body)).extracting(FieldError::field).containsExactly(field);
  }

  @Test
  void greatestEpochIsRead() {
    byte[] body = DeliveryCodec.encode(new Delivery(Delivery.MAX_EPOCH, "", "log", List.of()));

    assertThat(reader.compact(body).epoch()).isEqualTo(Delivery.MAX_EPOCH);
    assertThat(json("{'epoch':281474976710655,'log_id':'l','messages':[]}").epoch())
        .isEqualTo(Delivery.MAX_EPOCH);
  }

  @Test
  void compactDeliveryHasNoMoreMessagesThanOneInJson() {
    byte[] text = "a".getBytes(UTF_8);
    List<LogEntry> entries =
        LongStream.range(0, MAX_MESSAGES + 1)
            .mapToObj(order -> LogEntry.unchained(order, text, text))
            .toList();
    byte[] body = DeliveryCodec.encode(new Delivery(3, "", "log", entries));

    assertThat(compactErrors(body)).extracting(FieldError::field).containsExactly("messages");
  }

  @SuppressWarnings("unchecked")
  private List<FieldError> compactErrors(byte[] body) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> reader.compact(body));
    assertThat(refused).isNotNull();
    return (List<FieldError>) refused.problem().members().get("errors");
  }

  private Delivery json(String body) {
    return reader.json(body.replace('\'', '"').getBytes(UTF_8));
  }

  @SuppressWarnings("unchecked")
  private List<FieldError> errors(String body) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> json(body));
    assertThat(refused).as("refusal of %s", body).isNotNull();
    assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
    return (List<FieldError>) refused.problem().members().get("errors");
  }
}
