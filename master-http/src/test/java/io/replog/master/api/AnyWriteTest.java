package io.replog.master.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.append.Draft;
import io.replog.http.problem.ProblemException;
import io.replog.master.config.MasterProperties;
import io.replog.model.Damage;
import io.replog.model.MessageId;
import io.replog.model.ProblemType;
import io.replog.model.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whatever a writer sends: a message that may be stored, or one of the documented refusals. */
class AnyWriteTest {

  private static final int ROUNDS = 20_000;
  private static final MasterProperties PROPERTIES =
      Readers.properties(Map.of("replog.batch.messages", "3"));

  private final WriteReader single = new WriteReader(PROPERTIES);
  private final BatchReader batch = new BatchReader(single, PROPERTIES);
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void anyBodyAndKeyIsAMessageThatMayBeStoredOrIsRefused() {
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] body = Damage.of(random, line(random, ",\"w\":2,\"timeout_ms\":50"));
          List<String> keys = new ArrayList<>();
          for (int more = random.nextInt(4); more > 1; more--) {
            byte[] key = (random.nextBoolean() ? "key-1" : "\"key\\\"1\"").getBytes(UTF_8);
            keys.add(new String(Damage.of(random, key), ISO_8859_1));
          }
          storableOrRefused(() -> single.read(body, keys));
        });
  }

  @Test
  void anyBatchIsOfMessagesThatMayBeStoredOrIsRefused() {
    Damage.repeat(
        ROUNDS,
        random -> {
          String lines =
              new String(line(random, ""), UTF_8) + "\n" + new String(line(random, ""), UTF_8);
          String w = new String(Damage.of(random, "majority".getBytes(UTF_8)), UTF_8);
          Map<String, String[]> query =
              random.nextBoolean() ? Map.of() : Map.of("w", new String[] {w});
          byte[] body = Damage.of(random, lines.getBytes(UTF_8));
          storableOrRefused(() -> batch.read(body, query));
        });
  }

  @Test
  void anyTextComesThroughAsItWas() {
    Damage.repeat(
        ROUNDS,
        random -> {
          String text = text(random);
          byte[] body = json.writeValueAsBytes(Map.of("message", text, "id", "i" + text, "w", 1));
          Draft draft = single.read(body, List.of()).drafts().getFirst();
          assertThat(new String(draft.message(), UTF_8)).isEqualTo(text);
          assertThat(draft.id()).hasValue("i" + text);
        });
  }

  private static void storableOrRefused(Callable<WriteRequest> read) throws Exception {
    try {
      WriteRequest request = read.call();
      assertThat(request.drafts()).hasSizeBetween(1, 3);
      for (Draft draft : request.drafts()) {
        assertThat(draft.message()).hasSizeBetween(1, Readers.MAX_MESSAGE);
        assertThat(Utf8.isWellFormed(draft.message(), 0, draft.message().length)).isTrue();
        draft.id().ifPresent(id -> assertThat(MessageId.fault(id)).isEmpty());
      }
    } catch (ProblemException e) {
      assertThat(e.problem().type())
          .isIn(ProblemType.INVALID_REQUEST, ProblemType.PAYLOAD_TOO_LARGE);
    }
  }

  private byte[] line(Random random, String more) throws JsonProcessingException {
    String id = random.nextBoolean() ? "17" : "\"order-17\"";
    return "{\"message\":%s,\"id\":%s%s}"
        .formatted(json.writeValueAsString(text(random)), id, more)
        .getBytes(UTF_8);
  }

  /** Characters of every length in UTF-8, and those that JSON escapes. */
  private static String text(Random random) {
    String characters = "a\"\\\n\u0000\u007fü漢🎉";
    int[] points = characters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int more = random.nextInt(20); more >= 0; more--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
