package io.replog.benchmarks.peers;

import io.replog.benchmarks.load.Answer;
import io.replog.benchmarks.load.Protocol;
import io.replog.benchmarks.load.Session;
import io.replog.benchmarks.load.Template;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * XADD of one entry, and WAIT for replicas in the same round trip.
 *
 * @param message the entry's text
 * @param replicas that must have it; fewer is a refusal
 */
record RedisProtocol(String message, int replicas) implements Protocol {
  private static final String PATIENCE_MILLIS = "10000";

  @Override
  public Session open(SocketChannel channel) {
    String request =
        command("XADD", "log", "*", "m", message)
            + command("WAIT", String.valueOf(replicas), PATIENCE_MILLIS);
    return new Adding(new Template(request), replicas);
  }

  private static String command(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      text.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  private static final class Adding implements Session {
    private static final int REPLIES = 2;

    private final Template template;
    private final int replicas;
    private final StringBuilder line = new StringBuilder();
    private int skip;
    private int replies;
    private String refusal;

    Adding(Template template, int replicas) {
      this.template = template;
      this.replicas = replicas;
    }

    @Override
    public ByteBuffer request(long number) {
      replies = 0;
      refusal = null;
      return template.with(number);
    }

    @Override
    public Answer read(ByteBuffer arrived) throws IOException {
      while (arrived.hasRemaining() && replies < REPLIES) {
        if (skip > 0) {
          skipSome(arrived);
        } else {
          readLine(arrived);
        }
      }
      if (replies < REPLIES) {
        return Answer.INCOMPLETE;
      }
      return refusal == null ? Answer.DONE : Answer.REFUSED;
    }

    @Override
    public String refusal() {
      return refusal;
    }

    private void skipSome(ByteBuffer arrived) {
      int part = Math.min(skip, arrived.remaining());
      arrived.position(arrived.position() + part);
      skip -= part;
      replies += skip == 0 ? 1 : 0;
    }

    private void readLine(ByteBuffer arrived) throws IOException {
      char next = (char) arrived.get();
      if (next != '\n') {
        line.append(next);
        return;
      }
      endOfLine(line.substring(0, line.length() - 1));
      line.setLength(0);
    }

    private void endOfLine(String reply) throws IOException {
      switch (reply.charAt(0)) {
        case '$' -> skip = Integer.parseInt(reply.substring(1)) + "\r\n".length();
        case ':' -> {
          replies++;
          if (Integer.parseInt(reply.substring(1)) < replicas) {
            refusal = "only " + reply.substring(1) + " replicas";
          }
        }
        case '-' -> {
          replies++;
          refusal = reply;
        }
        default -> throw new IOException("an unexpected reply: " + reply);
      }
    }
  }
}
