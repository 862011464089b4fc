package io.replog.cluster.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to one node that somebody opened who does not behave as a client. */
final class Strangers implements AutoCloseable {

  private static final int PATIENCE_MS = 60_000;

  private final InetSocketAddress node;
  private final List<Socket> sockets = new ArrayList<>();

  Strangers(URI node) {
    this.node = new InetSocketAddress(node.getHost(), node.getPort());
  }

  /** Opens so many connections, and sends {@code beginning} on each. */
  Strangers open(int count, String beginning) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(node, PATIENCE_MS);
      send(socket, beginning);
    }
    return this;
  }

  /** Sends on each connection that is still open; says on how many it could. */
  int trickle(String more) {
    int open = 0;
    for (Socket socket : sockets) {
      try {
        send(socket, more);
        open++;
      } catch (IOException e) {
        // The node has closed it.
      }
    }
    return open;
  }

  /** Sends a lot on each, which a node that does not read may keep from ending. */
  void trickleSideBySide(String more) {
    byte[] bytes = more.getBytes(StandardCharsets.ISO_8859_1);
    for (Socket socket : sockets) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  socket.getOutputStream().write(bytes);
                } catch (IOException e) {
                  // The node has closed it.
                }
              });
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What the node says on each until it closes it; fails where it never does. */
  List<String> answersUntilClosed() throws IOException {
    List<String> answers = new ArrayList<>();
    for (Socket socket : sockets) {
      answers.add(answerUntilClosed(socket));
    }
    return answers;
  }

  private static String answerUntilClosed(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        answer.append((char) b);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A reset is an end too.
    }
    return answer.toString();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
