package io.replog.master.link;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** A node's answer, whatever it was, up to a size that no honest one reaches. */
record Answer(int status, byte[] body) {

  private static final int MAX_BODY = 64 << 10;

  static Answer of(ClassicHttpResponse response) throws IOException {
    if (response.getEntity() == null) {
      return new Answer(response.getCode(), new byte[0]);
    }
    try (InputStream in = response.getEntity().getContent()) {
      byte[] body = in.readNBytes(MAX_BODY);
      if (in.read() >= 0) {
        throw new IOException("answered more than " + MAX_BODY + " bytes");
      }
      return new Answer(response.getCode(), body);
    }
  }
}
