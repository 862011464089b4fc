package io.replog.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.benchmarks.load.HttpAnswer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[]}|0",
        "{\"messages\":[\"one\"]}|1",
        "{\"messages\":[\"a \\\" quote\",\"a \\\\\",\"\"]}|3",
      })
  void strings_of_the_list_are_counted_in_pieces_of_any_size(String json, long expected) {
    for (int size = 1; size <= json.length(); size++) {
      MessageCount count = new MessageCount();
      feed(json, size, count.ofJson());
      assertThat(count.messages()).isEqualTo(expected);
      assertThat(count.bytes()).isEqualTo(json.length());
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "3"})
  void lines_are_counted(int lines) {
    MessageCount count = new MessageCount();
    feed("{\"message\":\"x\"}\n".repeat(lines), 7, count.ofLines());
    assertThat(count.messages()).isEqualTo(lines);
  }

  private static void feed(String text, int size, HttpAnswer.Body body) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += size) {
      body.accept(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
    }
  }
}
