package io.replog.benchmarks.peers;

import io.replog.benchmarks.load.Answer;
import io.replog.benchmarks.load.Protocol;
import io.replog.benchmarks.load.Session;
import io.replog.benchmarks.load.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One prepared statement with one text parameter, executed over and over, each in a transaction of
 * its own. Speaks version 3 of the protocol to a server that trusts its clients.
 */
record PostgresProtocol(String user, String database, String sql, String parameter)
    implements Protocol {
  private static final int VERSION_3 = 3 << 16;
  private static final int BUFFER = 8192;

  @Override
  public Session open(SocketChannel channel) throws IOException {
    Executing session = new Executing(new Template(execute()));
    greet(channel, session, startup());
    greet(channel, session, prepare());
    return session;
  }

  private static void greet(SocketChannel channel, Executing session, byte[] words)
      throws IOException {
    ByteBuffer out = ByteBuffer.wrap(words);
    while (out.hasRemaining()) {
      channel.write(out);
    }
    ByteBuffer in = ByteBuffer.allocate(BUFFER);
    Answer answer = Answer.INCOMPLETE;
    while (answer == Answer.INCOMPLETE) {
      in.clear();
      if (channel.read(in) < 0) {
        throw new IOException("the server hung up at the greeting");
      }
      answer = session.read(in.flip());
    }
    if (answer == Answer.REFUSED) {
      throw new IOException(session.refusal());
    }
  }

  private byte[] startup() {
    Message body = new Message().int32(VERSION_3);
    body.text("user").text(user).text("database").text(database).int8(0);
    return body.withLength();
  }

  private byte[] prepare() {
    Message parse = new Message().text("s").text(sql).int16(0);
    return join(parse.tagged('P'), new Message().tagged('S'));
  }

  private byte[] execute() {
    byte[] value = parameter.getBytes(StandardCharsets.UTF_8);
    Message bind = new Message().text("").text("s").int16(0).int16(1);
    bind.int32(value.length).raw(value).int16(0);
    Message execute = new Message().text("").int32(0);
    return join(bind.tagged('B'), execute.tagged('E'), new Message().tagged('S'));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The fields of a message, big-endian. */
  private static final class Message {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Message int8(int value) {
      body.write(value);
      return this;
    }

    Message int16(int value) {
      return int8(value >> 8).int8(value);
    }

    Message int32(int value) {
      return int16(value >> 16).int16(value);
    }

    Message raw(byte[] bytes) {
      body.writeBytes(bytes);
      return this;
    }

    Message text(String value) {
      return raw(value.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    byte[] withLength() {
      byte[] bytes = body.toByteArray();
      return join(new Message().int32(bytes.length + Integer.BYTES).body.toByteArray(), bytes);
    }

    byte[] tagged(char tag) {
      return join(new byte[] {(byte) tag}, withLength());
    }
  }

  /** Reads messages until the server says that it is ready for the next request. */
  private static final class Executing implements Session {
    private static final int HEADER = 5;

    private final Template template;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private final StringBuilder error = new StringBuilder();
    private int body = -1;
    private boolean refused;

    Executing(Template template) {
      this.template = template;
    }

    @Override
    public ByteBuffer request(long number) {
      refused = false;
      error.setLength(0);
      return template.with(number);
    }

    @Override
    public Answer read(ByteBuffer arrived) {
      while (arrived.hasRemaining()) {
        if (body < 0) {
          readHeader(arrived);
        } else {
          readBody(arrived);
        }
        if (body == 0 && endOfMessage()) {
          return refused ? Answer.REFUSED : Answer.DONE;
        }
      }
      return Answer.INCOMPLETE;
    }

    @Override
    public String refusal() {
      return error.toString();
    }

    private void readHeader(ByteBuffer arrived) {
      while (arrived.hasRemaining() && header.hasRemaining()) {
        header.put(arrived.get());
      }
      if (!header.hasRemaining()) {
        body = header.getInt(1) - Integer.BYTES;
      }
    }

    private void readBody(ByteBuffer arrived) {
      int part = Math.min(body, arrived.remaining());
      if (header.get(0) == 'E') {
        error.append(StandardCharsets.UTF_8.decode(arrived.slice(arrived.position(), part)));
      }
      arrived.position(arrived.position() + part);
      body -= part;
    }

    /** True where it was ReadyForQuery, which ends an answer. */
    private boolean endOfMessage() {
      char tag = (char) header.get(0);
      header.clear();
      body = -1;
      refused |= tag == 'E';
      return tag == 'Z';
    }
  }
}
