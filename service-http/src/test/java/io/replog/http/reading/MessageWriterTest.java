package io.replog.http.reading;

import static io.replog.log.TestEntries.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back by a JSON parser of others, character for character. */
class MessageWriterTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "plain",
                "",
                "\"quoted\" \\ / </script>",
                "\u2028\u2029\ufeff\uffff",
                "🎉👩‍👩‍👧"));
    StringBuilder control = new StringBuilder();
    for (char c = 0; c <= 0xff; c++) {
      control.append(c);
    }
    texts.add(control.toString());
    // Texts whose escapes and multi-byte characters fall on every edge of the writer's buffers.
    Random random = new Random(3);
    for (int length : new int[] {1000, 2667, 4000, 8000, 8001, 100_000}) {
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.appendCodePoint(
            switch (random.nextInt(5)) {
              case 0 -> random.nextInt(0x20);
              case 1 -> '"';
              case 2 -> 0x80 + random.nextInt(0x700);
              case 3 -> 0x1f300 + random.nextInt(0x100);
              default -> 'a' + random.nextInt(26);
            });
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static List<LogEntry> entries() {
    List<LogEntry> entries = new ArrayList<>();
    for (String text : texts()) {
      String id = text.isEmpty() ? "-" : text.substring(0, text.offsetByCodePoints(0, 1));
      entries.add(
          LogEntry.chained(7, 40L + entries.size(), bytes(id + entries.size()), bytes(text)));
    }
    return entries;
  }

  @Test
  void textsAreAnArrayOfStrings() throws IOException {
    MessageWriter.write(Form.TEXTS, entries().iterator(), out);

    JsonNode read = JSON.readTree(out.toByteArray());
    assertThat(read.size()).isEqualTo(1);
    List<String> messages = new ArrayList<>();
    read.get("messages").forEach(message -> messages.add(message.textValue()));
    assertThat(messages).isEqualTo(texts());
  }

  @Test
  void recordsHaveIdMessageAndOrder() throws IOException {
    MessageWriter.write(Form.RECORDS, entries().iterator(), out);

    Iterator<LogEntry> expected = entries().iterator();
    JsonNode messages = JSON.readTree(out.toByteArray()).get("messages");
    messages.forEach(message -> assertRecord(message, expected.next(), 3));
    assertThat(expected).isExhausted();
  }

  @Test
  void linesHaveOneRecordEach() throws IOException {
    MessageWriter.write(Form.LINES, entries().iterator(), out);

    String written = out.toString(UTF_8);
    assertThat(written).endsWith("}\n");
    Iterator<LogEntry> expected = entries().iterator();
    for (String line : written.split("\n")) {
      assertRecord(JSON.readTree(line), expected.next(), 3);
    }
    assertThat(expected).isExhausted();
  }

  @Test
  void logWithoutMessagesIsAnEmptyArrayOrNoLine() throws IOException {
    MessageWriter.write(Form.TEXTS, List.<LogEntry>of().iterator(), out);
    assertThat(out.toString(UTF_8)).isEqualTo("{\"messages\":[]}");

    out.reset();
    MessageWriter.write(Form.LINES, List.<LogEntry>of().iterator(), out);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void oneRecordNamesThoseThatHoldIt() throws IOException {
    LogEntry entry = entries().get(2);

    MessageWriter.write(entry, List.of("master", "secondary \"1\""), out);

    JsonNode read = JSON.readTree(out.toByteArray());
    assertRecord(read, entry, 4);
    assertThat(read.get("acks"))
        .extracting(JsonNode::textValue)
        .containsExactly("master", "secondary \"1\"");
  }

  @Test
  void eventsDataIsOneLine() throws IOException {
    for (LogEntry entry : entries()) {
      out.reset();
      MessageWriter.write(entry, out);
      assertThat(out.toString(UTF_8)).doesNotContain("\n", "\r");
      assertRecord(JSON.readTree(out.toByteArray()), entry, 3);
    }
  }

  @Test
  void streamIsLeftOpenForWhoeverGaveIt() throws IOException {
    ByteArrayOutputStream guarded =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    MessageWriter.write(Form.TEXTS, entries().iterator(), guarded);
    MessageWriter.write(entries().getFirst(), List.of(), guarded);
    MessageWriter.write(entries().getFirst(), guarded);
  }

  private static void assertRecord(JsonNode read, LogEntry entry, int fields) {
    assertThat(read.size()).isEqualTo(fields);
    assertThat(read.get("id").textValue()).isEqualTo(entry.id());
    assertThat(read.get("message").textValue()).isEqualTo(entry.message());
    assertThat(read.get("order").longValue()).isEqualTo(entry.order());
  }

  @ParameterizedTest
  @EnumSource
  void answerThatFailsInItsMiddleIsNeitherEndedNorSent(Form form) {
    AtomicBoolean sent = new AtomicBoolean();
    OutputStream response =
        new FilterOutputStream(out) {
          @Override
          public void flush() {
            sent.set(true);
          }
        };
    Iterator<LogEntry> damaged =
        Stream.concat(
                entries().stream().limit(1),
                Stream.generate(
                    () -> {
                      throw StorageException.damage("order 1", null);
                    }))
            .iterator();

    assertThatThrownBy(() -> MessageWriter.write(form, damaged, response))
        .isInstanceOf(StorageException.class);

    assertThat(out.toString(UTF_8)).contains("plain").doesNotContain("]");
    assertThat(sent).isFalse();
  }
}
