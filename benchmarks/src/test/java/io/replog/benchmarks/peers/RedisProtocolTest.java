package io.replog.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.benchmarks.load.Answer;
import io.replog.benchmarks.load.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedisProtocolTest {
  private static final String ADDED = "$15\r\n1700000000000-0\r\n";

  private final Session session = new RedisProtocol("hello", 2).open(null);

  @Test
  void an_append_and_a_wait_travel_together() {
    assertThat(StandardCharsets.UTF_8.decode(session.request(1)).toString())
        .isEqualTo(
            "*5\r\n$4\r\nXADD\r\n$3\r\nlog\r\n$1\r\n*\r\n$1\r\nm\r\n$5\r\nhello\r\n"
                + "*3\r\n$4\r\nWAIT\r\n$1\r\n2\r\n$5\r\n10000\r\n");
  }

  @Test
  void both_replies_make_an_answer_in_whatever_pieces_they_come() throws IOException {
    String text = ADDED + ":2\r\n";
    for (int cut = 1; cut < text.length(); cut++) {
      session.request(1);
      assertThat(read(text.substring(0, cut))).isEqualTo(Answer.INCOMPLETE);
      assertThat(read(text.substring(cut))).isEqualTo(Answer.DONE);
    }
  }

  @Test
  void too_few_replicas_are_a_refusal() throws IOException {
    session.request(1);
    assertThat(read(ADDED + ":1\r\n")).isEqualTo(Answer.REFUSED);
    assertThat(session.refusal()).isEqualTo("only 1 replicas");
  }

  @Test
  void an_error_is_a_refusal_and_the_next_append_is_not() throws IOException {
    session.request(1);
    assertThat(read("-ERR full\r\n:2\r\n")).isEqualTo(Answer.REFUSED);
    session.request(2);
    assertThat(read(ADDED + ":2\r\n")).isEqualTo(Answer.DONE);
  }

  private Answer read(String text) throws IOException {
    return session.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
