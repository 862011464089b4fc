package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
  @Test
  void theNumberStandsWhereverItIsAskedFor() {
    Request request = Request.of("/", "text/plain", "a@@@@@@@@@@@@@@b@@@@@@@@@@@@@@c", 1);
    assertThat(body(request, 7)).isEqualTo("a00000000000007b00000000000007c");
    assertThat(body(request, 12_345)).isEqualTo("a00000000012345b00000000012345c");
  }

  @Test
  void aRequestWithoutANumberStaysAsItIs() {
    assertThat(body(Request.of("/", "text/plain", "@@@", 1), 7)).isEqualTo("@@@");
  }

  @Test
  void aMessageHasTheSizeThatWasAskedFor() {
    assertThat(body(Request.post(100, 2), 7))
        .hasSize(100 + "{\"message\":\"\",\"w\":2}".length())
        .startsWith("{\"message\":\"00000000000007");
  }

  private static String body(Request request, long number) {
    ByteBuf bytes = request.buffer();
    request.number(bytes, number);
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.release();
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }
}
