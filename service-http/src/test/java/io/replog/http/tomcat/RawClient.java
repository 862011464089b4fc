package io.replog.http.tomcat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A client of one connection, which says exactly what it is told to. */
record RawClient(Socket socket) implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  static RawClient to(int port) throws IOException {
    RawClient client = new RawClient(new Socket("127.0.0.1", port));
    client.socket.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  RawClient get(String path) throws IOException {
    return send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return this;
  }

  /** Reads on until {@code end} was read. */
  String readTo(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (read.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended after: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  /** Reads to the connection's end. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  /** Ends the connection with a RST instead of a FIN. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
