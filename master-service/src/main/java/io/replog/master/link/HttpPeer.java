package io.replog.master.link;

import io.replog.master.recovery.Peer;
import io.replog.master.replication.LinkException;
import io.replog.master.replication.SecondaryLink;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;

/** {@link Peer} over HTTP. */
final class HttpPeer implements Peer {

  /** Bytes, well above what a node puts into one page. */
  private static final int MAX_PAGE = 64 << 20;

  private final HttpClient http;
  private final URI base;
  private final SecondaryLink link;
  private final RequestConfig config;

  HttpPeer(HttpClient http, URI base, SecondaryLink link, RequestConfig config) {
    this.http = http;
    this.base = base;
    this.link = link;
    this.config = config;
  }

  @Override
  public String name() {
    return base.toString();
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws IOException {
    try {
      return link.status(at);
    } catch (LinkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public OptionalLong announce(Delivery greeting) throws IOException {
    try {
      link.deliver(greeting);
      return OptionalLong.empty();
    } catch (LinkException.Stale e) {
      return OptionalLong.of(e.epoch());
    } catch (LinkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public List<LogEntry> entries(long from, int limit) throws IOException {
    HttpGet request =
        new HttpGet(URI.create("%s/messages?from=%d&limit=%d".formatted(base, from, limit)));
    request.setConfig(config);
    request.setHeader("Accept", DeliveryCodec.MEDIA_TYPE);
    return entries(
        http.execute(request, response -> Answer.of(response, request::cancel, MAX_PAGE)));
  }

  private static List<LogEntry> entries(Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("answered " + answer.status());
    }
    try {
      return DeliveryCodec.decode(answer.body()).entries();
    } catch (IllegalArgumentException e) {
      throw new IOException("answered something else than entries", e);
    }
  }
}
