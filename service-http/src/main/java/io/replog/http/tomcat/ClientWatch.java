package io.replog.http.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;

/**
 * Notifies the handler of a request when its client is gone, so that it can stop. Works only under
 * {@link NodeProtocol}.
 */
public final class ClientWatch {

  private static final String ATTRIBUTE = ClientWatch.class.getName();

  private final Runnable gone;
  private final AtomicBoolean told = new AtomicBoolean();

  private ClientWatch(Runnable gone) {
    this.gone = gone;
  }

  /**
   * Calls {@code gone} once, on any thread, when the client closes or resets its connection while
   * the request is handled asynchronously. A client that closes only its own direction counts as
   * gone, too (ADR 20). Never called after {@code AsyncContext.complete}: the connection may serve
   * another request by then.
   *
   * <p>Call on the request's own thread, before or after {@code startAsync}, once the body is read.
   * {@code gone} must not block. It may complete the request; what was written by then is sent,
   * though usually nobody reads it.
   */
  public static void onGone(HttpServletRequest request, Runnable gone) {
    request.setAttribute(ATTRIBUTE, new ClientWatch(gone));
  }

  /** The request's watch, null if none was set. */
  static ClientWatch of(org.apache.coyote.Request request) {
    return request != null
            && request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof Request servletRequest
            && servletRequest.getAttribute(ATTRIBUTE) instanceof ClientWatch watch
        ? watch
        : null;
  }

  void tell() {
    if (told.compareAndSet(false, true)) {
      gone.run();
    }
  }
}
