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
  void aCutLinkIsSilentAndDeliversLateWhatWasUnderWay() throws IOException {
    link.inflict(new LinkFault.Cut());
    client.getOutputStream().write("late".getBytes());
    assertSilent(client);
    link.heal();
    assertDelivers("late");
    assertEchoes(client);
  }

  @Test
  void oneWayLostForthKeepsBytesFromTheServer() throws IOException {
    link.inflict(new LinkFault.OneWay(Direction.FORTH));
    client.getOutputStream().write("x".getBytes());
    assertSilent(client);
    link.heal();
    assertDelivers("x");
  }

  @Test
  void oneWayLostBackKeepsOnlyAnswers() throws IOException {
    link.inflict(new LinkFault.OneWay(Direction.BACK));
    client.getOutputStream().write("x".getBytes());
    assertSilent(client);
    link.inflict(new LinkFault.OneWay(Direction.FORTH));
    assertDelivers("x");
  }

  @Test
  void aDelayedLinkDeliversEverything() throws IOException {
    link.inflict(new LinkFault.Delayed(Duration.ofMillis(100)));
    long start = System.nanoTime();
    assertEchoes(client);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aTricklingLinkDeliversEverythingAndIsHealedInTheMiddle() throws IOException {
    link.inflict(new LinkFault.Trickle(Duration.ofMillis(50)));
    client.getOutputStream().write("0123456789".repeat(1_000).getBytes());
    assertThat(client.getInputStream().readNBytes(3)).asString().isEqualTo("012");
    link.heal();
    assertThat(client.getInputStream().readNBytes(9_997)).asString().endsWith("789");
  }

  @Test
  void aResettingLinkBreaksOldAndNewConnections() throws IOException {
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
  void aHalfOpenConnectionNeverAnswersAgainButANewOneDoes() throws IOException {
    link.inflict(new LinkFault.HalfOpen());
    link.heal();
    client.getOutputStream().write("lost".getBytes());
    assertSilent(client);
    try (Socket another = newClient()) {
      assertEchoes(another);
    }
  }
}
