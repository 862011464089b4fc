package io.replog.master.link;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Calls to other nodes. Whatever these answer, a call takes a bounded part of the heap, and does
 * not read on where an answer does not end.
 */
final class Calls {

  private Calls() {}

  /** Sends {@code request} and reads the whole answer. */
  static Answer send(HttpClient http, HttpUriRequestBase request) throws IOException {
    return http.execute(request, response -> Answer.of(response, request::cancel));
  }

  /**
   * The same, for an answer that must be there to its last byte after {@code patience}. A timeout
   * of the connection is about the pause between two bytes, which a trickle never exceeds.
   */
  static Answer send(HttpClient http, HttpUriRequestBase request, Duration patience)
      throws IOException {
    CompletableFuture<Void> late = new CompletableFuture<>();
    late.thenRun(request::cancel);
    late.completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return send(http, request);
    } catch (IOException e) {
      throw late.isDone()
          ? new IOException("no whole answer within " + patience.toMillis() + " ms", e)
          : e;
    } finally {
      late.cancel(false);
    }
  }
}
