package io.replog.cluster.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sends bytes that no HTTP client would, and returns all bytes that come back. */
public final class RawHttp {

  private static final int PATIENCE_MS = 20_000;

  private RawHttp() {}

  /**
   * @return the answer up to the end of the connection, empty if the node only closed it
   */
  public static String exchange(URI node, byte[] request) throws IOException {
    try (Socket socket = new Socket(node.getHost(), node.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
        socket.shutdownOutput();
      } catch (SocketException e) {
        // The node may refuse before it has read everything; what it said is still to be read.
      }
      return new String(readAll(socket), StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] readAll(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        answer.writeBytes(Arrays.copyOf(buffer, n));
      }
    } catch (SocketException e) {
      // A reset after the answer; what was read before it counts.
    }
    return answer.toByteArray();
  }
}
