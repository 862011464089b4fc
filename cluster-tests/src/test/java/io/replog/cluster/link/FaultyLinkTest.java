package io.replog.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault, felt by a client of an echo server. */
class FaultyLinkTest {

  private static final int SILENCE_MS = 200;

  private ServerSocket echo;
  private FaultyLink link;
  private Socket client;

  @BeforeEach
  void connect() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    link =
        FaultyLink.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()));
    client = newClient();
    assertEchoes(client);
  }

  private Socket newClient() throws IOException {
    Socket socket = new Socket(link.address().getAddress(), link.address().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = echo.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The client is gone.
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    link.close();
    echo.close();
  }

  private static void assertEchoes(Socket socket) throws IOException {
    socket.getOutputStream().write("hello".getBytes());
    assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(10_000);
  }

  private void assertDelivers(String text) throws IOException {
    assertThat(client.getInputStream().readNBytes(text.length())).asString().isEqualTo(text);
  }

  @Test
  void a_cut_link_is_silent_and_delivers_late_what_was_under_way() throws IOException {
    link.inflict(new LinkFault.Cut());
    client.getOutputStream().write("late".getBytes());
    assertSilent(client);
    link.heal();
    assertDelivers("late");
    assertEchoes(client);
  }

  @Test
  void one_way_lost_forth_keeps_bytes_from_the_server() throws IOException {
    link.inflict(new LinkFault.OneWay(Direction.FORTH));
    client.getOutputStream().write("x".getBytes());
    assertSilent(client);
    link.heal();
    assertDelivers("x");
  }

  @Test
  void one_way_lost_back_keeps_only_answers() throws IOException {
    link.inflict(new LinkFault.OneWay(Direction.BACK));
    client.getOutputStream().write("x".getBytes());
    assertSilent(client);
    link.inflict(new LinkFault.OneWay(Direction.FORTH));
    assertDelivers("x");
  }

  @Test
  void a_delayed_link_delivers_everything() throws IOException {
    link.inflict(new LinkFault.Delayed(Duration.ofMillis(100)));
    long start = System.nanoTime();
    assertEchoes(client);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void a_trickling_link_delivers_everything_and_is_healed_in_the_middle() throws IOException {
    link.inflict(new LinkFault.Trickle(Duration.ofMillis(50)));
    client.getOutputStream().write("0123456789".repeat(1_000).getBytes());
    assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("012");
    link.heal();
    assertThat(client.getInputStream().readNBytes(9_997)).asString().endsWith("789");
  }

  @Test
  void a_resetting_link_breaks_old_and_new_connections() throws IOException {
    link.inflict(new LinkFault.Resetting());
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
    try (Socket another = newClient()) {
      assertThatThrownBy(
              () -> {
                another.getOutputStream().write(1);
                if (another.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
    link.heal();
    try (Socket another = newClient()) {
      assertEchoes(another);
    }
  }

  @Test
  void a_half_open_connection_never_answers_again_but_a_new_one_does() throws IOException {
    link.inflict(new LinkFault.HalfOpen());
    link.heal();
    client.getOutputStream().write("lost".getBytes());
    assertSilent(client);
    try (Socket another = newClient()) {
      assertEchoes(another);
    }
  }
}
