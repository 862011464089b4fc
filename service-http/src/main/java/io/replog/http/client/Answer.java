package io.replog.http.client;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * A node's answer, whatever it was, up to a size that no honest one reaches.
 *
 * @param mediaType its Content-Type; empty if it has none
 */
record Answer(int status, String mediaType, byte[] body) {

  /** Bytes, well above what a node says in JSON. */
  static final int MAX_JSON = 64 << 10;

  /** {@code hangUp}: ends the connection. */
  static Answer of(ClassicHttpResponse response, Runnable hangUp, int maxBody) throws IOException {
    if (response.getEntity() == null) {
      return new Answer(response.getCode(), "", new byte[0]);
    }
    String type = response.getEntity().getContentType();
    try (InputStream in = response.getEntity().getContent()) {
      byte[] body = in.readNBytes(maxBody);
      if (body.length == maxBody && in.read() >= 0) {
        // Closing the stream would read it to its end first, and it need not have one.
        hangUp.run();
        throw new IOException("answered more than " + maxBody + " bytes");
      }
      return new Answer(response.getCode(), type == null ? "" : type, body);
    }
  }
}
