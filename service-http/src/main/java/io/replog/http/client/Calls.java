package io.replog.http.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Calls to one node, with the cluster's token. A call takes a bounded part of the heap, even if the
 * answer never ends. Safe for any thread.
 */
final class Calls {

  private final HttpClient http;
  private final Optional<String> authorization;
  private volatile boolean closed;
  private final Set<HttpUriRequestBase> underWay = ConcurrentHashMap.newKeySet();

  /** {@code authorization}: the header's value, empty for none. */
  Calls(HttpClient http, Optional<String> authorization) {
    this.http = http;
    this.authorization = authorization;
  }

  /**
   * Sends {@code request} and reads the whole answer, up to {@code maxBytes}.
   *
   * @throws IOException with the reason in words
   */
  HttpAnswer send(HttpUriRequestBase request, int maxBytes) throws IOException {
    authorization.ifPresent(value -> request.setHeader("Authorization", value));
    underWay.add(request);
    try {
      if (closed) {
        throw new IOException("these calls were ended");
      }
      return http.execute(request, response -> HttpAnswer.of(response, request::cancel, maxBytes));
    } catch (IOException e) {
      throw e.getMessage() == null ? new IOException(e.getClass().getSimpleName(), e) : e;
    } catch (RuntimeException e) {
      throw HttpAnswer.ended(request, e);
    } finally {
      underWay.remove(request);
    }
  }

  /**
   * The same, for an answer that must be there to its last byte after {@code patience}. A socket
   * timeout bounds only the pause between two bytes, which a trickle never exceeds.
   */
  HttpAnswer send(HttpUriRequestBase request, int maxBytes, Duration patience) throws IOException {
    CompletableFuture<Void> late = new CompletableFuture<>();
    var unused = late.thenRun(request::cancel);
    late.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return send(request, maxBytes);
    } catch (IOException e) {
      throw late.isDone()
          ? new IOException("no whole answer within " + patience.toMillis() + " ms", e)
          : e;
    } finally {
      late.cancel(false);
    }
  }

  /** Aborts every call under way. */
  void abort() {
    underWay.forEach(HttpUriRequestBase::cancel);
  }

  /** Aborts every call under way and refuses later ones. */
  void close() {
    closed = true;
    abort();
  }
}
