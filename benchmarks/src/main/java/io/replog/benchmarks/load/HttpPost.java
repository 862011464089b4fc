package io.replog.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One POST over and over, with keep-alive; a status of 200 to 299 is success. */
public record HttpPost(String path, String mediaType, String body) implements Protocol {
  private static final int KEPT_OF_A_REFUSAL = 120;

  @Override
  public Session open(SocketChannel channel) {
    return new Posting(new Template(text()));
  }

  private String text() {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + mediaType
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  private static final class Posting implements Session {
    private final Template template;
    private final HttpAnswer answer = new HttpAnswer(this::keepRefusal);
    private final StringBuilder refusal = new StringBuilder();

    Posting(Template template) {
      this.template = template;
    }

    @Override
    public ByteBuffer request(long number) {
      refusal.setLength(0);
      return template.with(number);
    }

    @Override
    public Answer read(ByteBuffer arrived) throws IOException {
      if (!answer.read(arrived)) {
        return Answer.INCOMPLETE;
      }
      return answer.status() / 100 == 2 ? Answer.DONE : Answer.REFUSED;
    }

    @Override
    public String refusal() {
      return "HTTP " + answer.status() + " " + refusal;
    }

    private void keepRefusal(ByteBuffer part) {
      if (answer.status() / 100 != 2 && refusal.length() < KEPT_OF_A_REFUSAL) {
        String text = StandardCharsets.UTF_8.decode(part).toString();
        refusal.append(text, 0, Math.min(text.length(), KEPT_OF_A_REFUSAL - refusal.length()));
      }
    }
  }
}
