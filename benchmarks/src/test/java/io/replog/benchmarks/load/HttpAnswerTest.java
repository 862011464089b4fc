package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
  private static final String FIXED =
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-LENGTH: 5\r\n\r\nhello";
  private static final String CHUNKED =
      "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nEnd: 1\r\n\r\n";

  private final StringBuilder body = new StringBuilder();
  private final HttpAnswer answer =
      new HttpAnswer(part -> body.append(StandardCharsets.UTF_8.decode(part)));

  @ParameterizedTest
  @ValueSource(strings = {FIXED, CHUNKED})
  void an_answer_may_arrive_in_any_pieces(String text) throws IOException {
    for (int size = 1; size <= text.length(); size++) {
      body.setLength(0);
      int whole = 0;
      for (int from = 0; from < text.length(); from += size) {
        String piece = text.substring(from, Math.min(text.length(), from + size));
        whole += answer.read(bytes(piece)) ? 1 : 0;
      }
      assertThat(whole).as("answers in pieces of %d", size).isEqualTo(1);
      assertThat(body).as("body in pieces of %d", size).hasToString("hello");
    }
  }

  @Test
  void what_follows_an_answer_stays_in_the_buffer() throws IOException {
    ByteBuffer two = bytes(FIXED + CHUNKED);
    assertThat(answer.read(two)).isTrue();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.read(two)).isTrue();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(two.hasRemaining()).isFalse();
  }

  @Test
  void answers_without_a_body_end_with_their_headers() throws IOException {
    assertThat(answer.read(bytes("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"))).isTrue();
    assertThat(answer.read(bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))).isTrue();
  }

  @Test
  void interim_answers_are_passed_over() throws IOException {
    assertThat(answer.read(bytes("HTTP/1.1 100 Continue\r\n\r\n" + FIXED))).isTrue();
    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void a_body_without_a_length_lasts_until_the_connection_closes() throws IOException {
    assertThat(answer.read(bytes("HTTP/1.1 200 OK\r\n\r\nhello"))).isFalse();
    assertThat(answer.untilClose()).isTrue();
    assertThat(body).hasToString("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n"
      })
  void what_is_no_answer_is_refused(String text) {
    assertThatThrownBy(() -> answer.read(bytes(text))).isInstanceOf(IOException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
