package io.replog.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.benchmarks.load.Answer;
import io.replog.benchmarks.load.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PostgresProtocolTest {
  private static final byte[] READY = message('Z', "I");
  private static final byte[] INSERTED =
      join(message('2', ""), message('C', "INSERT 0 1\0"), READY);

  private final PostgresProtocol protocol =
      new PostgresProtocol("me", "mine", "insert into log(body) values ($1)", "hello");

  @Test
  void an_insert_is_answered_when_the_server_is_ready_again() throws IOException {
    Session session = open(READY);
    for (int cut = 1; cut < INSERTED.length; cut++) {
      session.request(1);
      assertThat(session.read(ByteBuffer.wrap(INSERTED, 0, cut))).isEqualTo(Answer.INCOMPLETE);
      assertThat(session.read(ByteBuffer.wrap(INSERTED, cut, INSERTED.length - cut)))
          .isEqualTo(Answer.DONE);
    }
  }

  @Test
  void the_parameter_is_bound_with_its_length() throws IOException {
    ByteBuffer request = open(READY).request(1);
    assertThat(StandardCharsets.ISO_8859_1.decode(request).toString())
        .contains("\0\0\0\5hello\0\0E");
  }

  @Test
  void an_error_is_a_refusal_and_the_next_insert_is_not() throws IOException {
    Session session = open(READY);
    session.request(1);
    byte[] failed = join(message('E', "SERROR\0Mdisk full\0\0"), READY);
    assertThat(session.read(ByteBuffer.wrap(failed))).isEqualTo(Answer.REFUSED);
    assertThat(session.refusal()).contains("disk full");
    session.request(2);
    assertThat(session.read(ByteBuffer.wrap(INSERTED))).isEqualTo(Answer.DONE);
  }

  @Test
  void a_refused_statement_ends_the_greeting() {
    byte[] refused = join(message('E', "Mno such table\0\0"), READY);
    assertThatThrownBy(() -> open(refused)).hasMessageContaining("no such table");
  }

  /** A session with a server that lets everybody in and answers the statement with these bytes. */
  private Session open(byte[] toStatement) throws IOException {
    byte[] welcome = join(message('R', "\0\0\0\0"), message('S', "TimeZone\0UTC\0"), READY);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress());
        Socket accepted = server.accept()) {
      CompletableFuture<Void> greeting =
          CompletableFuture.runAsync(() -> greet(accepted, welcome, toStatement));
      Session session = protocol.open(channel);
      greeting.join();
      return session;
    }
  }

  private static void greet(Socket socket, byte[] welcome, byte[] toStatement) {
    try {
      socket.getInputStream().read(new byte[1024]);
      socket.getOutputStream().write(welcome);
      socket.getInputStream().read(new byte[1024]);
      socket.getOutputStream().write(toStatement);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] message(char tag, String body) {
    ByteBuffer message = ByteBuffer.allocate(5 + body.length());
    message.put((byte) tag).putInt(4 + body.length());
    return message.put(body.getBytes(StandardCharsets.ISO_8859_1)).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
