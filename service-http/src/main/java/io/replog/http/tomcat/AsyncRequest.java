package io.replog.http.tomcat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that another thread answers, however long that takes.
 *
 * <p>After a failed write Tomcat completes a request that nobody has completed, in two steps: it
 * checks, and completes. A handler that completes in between makes it log an error. So the listener
 * here completes before that check, and whoever is second finds it done.
 */
public final class AsyncRequest {

  private static final Logger log = LoggerFactory.getLogger(AsyncRequest.class);
  private static final long NO_TIMEOUT = 0;

  private AsyncRequest() {}

  /** Lets the request's own thread go; {@link #end} must follow, on any thread. */
  public static AsyncContext start(HttpServletRequest request) {
    AsyncContext context = request.startAsync();
    context.setTimeout(NO_TIMEOUT);
    context.addListener(new CompleteOnError());
    return context;
  }

  /** Runs {@code end}, a context's completion or dispatch, unless the request has ended already. */
  public static void end(Runnable end) {
    try {
      end.run();
    } catch (IllegalStateException e) {
      log.debug("a write failed, and the request has ended: {}", e.getMessage());
    }
  }

  private static final class CompleteOnError implements AsyncListener {
    @Override
    public void onError(AsyncEvent event) {
      end(event.getAsyncContext()::complete);
    }

    @Override
    public void onComplete(AsyncEvent event) {
      // The request has its end.
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // It has no timeout.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // No handler starts it twice.
    }
  }
}
