package io.replog.cluster.fuzz;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;

/** Sends one request as it stands, on a connection of its own, and reads what comes back. */
final class RawConnection {

  /** Longer than anything asked for here can take. */
  private static final int PATIENCE_MS = 20_000;

  private RawConnection() {}

  /**
   * @return the answers, more than one where the node took the rest of the request for others
   * @throws IOException if they are not well-formed, or one does not come
   */
  static List<RawAnswer> exchange(URI node, RawRequest request) throws IOException {
    try (Socket socket = new Socket(node.getHost(), node.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(request.bytes());
        socket.shutdownOutput();
      } catch (SocketException e) {
        // Refused before it was read to its end; what was said is still to be read.
      }
      AnswerReader reader = new AnswerReader(socket.getInputStream());
      return request.isOfVersion09() ? reader.bare(request.isHead()) : reader.all(request.isHead());
    }
  }
}
