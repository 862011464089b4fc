package io.replog.http.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.res.StringManager;

/**
 * Reads requests as Tomcat does, with two differences: a host's name may have an underscore, as
 * Compose gives them, and a refusal tells the client what is wrong, with the right status.
 */
final class NodeProcessor extends Http11Processor {

  /** Tomcat has no exception of its own for this. */
  private static final String TOO_LARGE =
      StringManager.getManager(Http11InputBuffer.class)
          .getString("iib.requestheadertoolarge.error");

  private final int headLimit;
  private final int headerLimit;
  private boolean inHost;

  NodeProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    this.headLimit = protocol.getMaxHttpRequestHeaderSize();
    this.headerLimit = protocol.getMaxHeaderCount();
  }

  @Override
  protected void parseHost(MessageBytes host) {
    inHost = true;
    try {
      if (host == null || host.isNull() || host.getByteChunk().indexOf('_', 0) < 0) {
        super.parseHost(host);
      } else {
        parseHostWithUnderscore(host);
      }
    } finally {
      inHost = false;
    }
  }

  /** An underscore is allowed wherever a letter is (RFC 3986, reg-name). */
  private void parseHostWithUnderscore(MessageBytes host) {
    ByteChunk chunk = host.getByteChunk();
    String given =
        new String(
            chunk.getBytes(), chunk.getStart(), chunk.getLength(), StandardCharsets.ISO_8859_1);
    byte[] letters = given.replace('_', 'x').getBytes(StandardCharsets.ISO_8859_1);
    MessageBytes checked = MessageBytes.newInstance();
    checked.setBytes(letters, 0, letters.length);
    super.parseHost(checked);
    if (!getErrorState().isError()) {
      int end = request.serverName().toString().length();
      request.serverName().setString(given.substring(0, end));
    }
  }

  /** Called after the status was set. The first of several faults wins. */
  @Override
  protected void setErrorState(ErrorState state, Throwable cause) {
    if (state == ErrorState.CLOSE_CLEAN && response.getStatus() >= 400) {
      Refusal refusal = Refusal.of(request);
      if (refusal == null) {
        refusal = refusal(cause);
        refusal.noteIn(request);
      }
      response.setStatus(refusal.status());
    }
    super.setErrorState(state, cause);
  }

  private Refusal refusal(Throwable cause) {
    if (isTooLarge(cause)) {
      return request.requestURI().isNull()
          ? new Refusal(
              414, "the path and its query must have less than %d bytes".formatted(headLimit))
          : new Refusal(
              431, "a request's line and headers may have %d bytes together".formatted(headLimit));
    }
    if (cause instanceof IllegalStateException && request.getMimeHeaders().size() >= headerLimit) {
      return new Refusal(431, "a request may have %d headers".formatted(headerLimit));
    }
    if (inHost) {
      return new Refusal(400, "the Host header is no host name or address with an optional port");
    }
    if (cause == null && response.getStatus() == 400 && isHostMissingOrDoubled()) {
      return new Refusal(400, "a request must have exactly one Host header");
    }
    return new Refusal(response.getStatus(), detail(response.getStatus()));
  }

  private boolean isHostMissingOrDoubled() {
    int hosts = Collections.list(request.getMimeHeaders().values("Host")).size();
    return hosts > 1 || hosts == 0 && request.protocol().equals("HTTP/1.1");
  }

  private static boolean isTooLarge(Throwable cause) {
    return cause instanceof IllegalArgumentException && TOO_LARGE.equals(cause.getMessage());
  }

  private String detail(int status) {
    return switch (status) {
      case 417 -> "this node meets no expectation but 100-continue";
      case 501 -> "this node supports no Transfer-Encoding but chunked";
      case 503 -> "this node is shutting down";
      case 505 -> "this node speaks HTTP/1.1 and HTTP/1.0";
      default -> "this node could not parse the request";
    };
  }
}
