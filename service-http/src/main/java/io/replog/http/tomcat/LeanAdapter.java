package io.replog.http.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.CharBuffer;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.InputBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Gives each connection small buffers to begin with. Tomcat's own take 40 KiB of the heap for as
 * long as a request is answered, and here ten thousand writers may wait for their answers at one
 * time.
 *
 * <p>An answer's buffer grows by {@code setBufferSize} where more is written. The buffer of
 * characters that a request's reader would use is never used here: bodies are read as bytes.
 */
final class LeanAdapter extends CoyoteAdapter {

  static final int RESPONSE_BUFFER = 1024;

  private static final int ADAPTER_NOTES = 1;
  private static final VarHandle CHARACTERS = characters();

  private final Connector connector;

  LeanAdapter(Connector connector) {
    super(connector);
    this.connector = connector;
  }

  @Override
  public void service(
      org.apache.coyote.Request coyoteRequest, org.apache.coyote.Response coyoteResponse)
      throws Exception {
    if (coyoteRequest.getNote(ADAPTER_NOTES) == null) {
      connect(coyoteRequest, coyoteResponse);
    }
    super.service(coyoteRequest, coyoteResponse);
  }

  /** What {@link CoyoteAdapter} does for a connection's first request, with other buffers. */
  private void connect(
      org.apache.coyote.Request coyoteRequest, org.apache.coyote.Response coyoteResponse) {
    Request request = new LeanRequest(connector);
    request.setCoyoteRequest(coyoteRequest);
    Response response = new Response(RESPONSE_BUFFER);
    response.setCoyoteResponse(coyoteResponse);
    request.setResponse(response);
    response.setRequest(request);
    coyoteRequest.setNote(ADAPTER_NOTES, request);
    coyoteResponse.setNote(ADAPTER_NOTES, response);
    coyoteRequest.getParameters().setQueryStringCharset(connector.getURICharset());
  }

  private static final class LeanRequest extends Request {
    LeanRequest(Connector connector) {
      super(connector);
      CHARACTERS.set(inputBuffer, CharBuffer.allocate(0));
    }
  }

  private static VarHandle characters() {
    try {
      return MethodHandles.privateLookupIn(InputBuffer.class, MethodHandles.lookup())
          .findVarHandle(InputBuffer.class, "cb", CharBuffer.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
