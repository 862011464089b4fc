package io.replog.http.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** {@link SecondaryClient} over HTTP/1.1. Any answer that breaks the protocol is a failed call. */
final class HttpSecondaryClient implements SecondaryClient {

  /** Bytes; well above any page of a node. */
  private static final int MAX_PAGE = 64 << 20;

  private static final ContentType COMPACT = ContentType.create(DeliveryCodec.MEDIA_TYPE);

  private final Calls calls;
  private final ObjectMapper json;
  private final URI base;
  private final Timeouts timeouts;

  HttpSecondaryClient(Calls calls, ObjectMapper json, URI base, Timeouts timeouts) {
    this.calls = calls;
    this.json = json;
    this.base = base;
    this.timeouts = timeouts;
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record HealthBody(String role, String id, String run, String logId, long epoch) {}

  @Override
  public NodeHealth health() throws TransportException {
    HttpAnswer answer = ask("/health");
    if (answer.status() != 200 && answer.status() != 503) {
      throw refusal(answer);
    }
    HealthBody body = parse(answer, HealthBody.class);
    if (body == null || body.role() == null || body.id() == null || isNoEpoch(body.epoch())) {
      throw new TransportException("answered something else than its health");
    }
    return new NodeHealth(body.role(), body.id(), body.run(), body.logId(), body.epoch());
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws TransportException {
    String query = at.isPresent() ? "?at=" + at.getAsLong() : "";
    ReplicaStatus status = read(ask("/replication/status" + query), ReplicaStatus.class);
    if (status == null || isNoStatus(status)) {
      throw new TransportException("answered something else than a status");
    }
    return status;
  }

  /** Whether a value is missing or impossible; callers never see such a status. */
  private static boolean isNoStatus(ReplicaStatus status) {
    boolean holdsSomething = status.messages() > status.first() || status.buffered() > 0;
    return status.id() == null
        || status.checksum() == null
        || isNoEpoch(status.epoch())
        || isNoEpoch(status.tailEpoch())
        || status.first() < 0
        || status.messages() < status.first()
        || status.buffered() < 0
        || holdsSomething && status.logId() == null;
  }

  private static boolean isNoEpoch(long epoch) {
    return epoch < 0 || epoch > Delivery.MAX_EPOCH;
  }

  private HttpAnswer ask(String path) throws TransportException {
    HttpGet request = new HttpGet(URI.create(base + path));
    request.setConfig(timeouts.forStatus());
    return made(() -> calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus()));
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws TransportException {
    HttpPost request = new HttpPost(URI.create(base + "/replicate"));
    request.setConfig(timeouts.forDelivery());
    request.setEntity(new ByteArrayEntity(DeliveryCodec.encode(delivery), COMPACT));
    // A delivery may be long and the network slow: only an announcement has a total time limit.
    HttpAnswer answer =
        made(
            () ->
                delivery.entries().isEmpty()
                    ? calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeAnnouncement())
                    : calls.send(request, HttpAnswer.MAX_JSON));
    DeliveryAck ack = read(answer, DeliveryAck.class);
    if (ack == null || !"ACK".equals(ack.status()) || ack.messages() < 0) {
      throw new TransportException("answered something else than an acknowledgement");
    }
    return ack;
  }

  @Override
  public List<LogEntry> entries(long from, int limit) throws TransportException {
    HttpGet request =
        new HttpGet(URI.create("%s/messages?from=%d&limit=%d".formatted(base, from, limit)));
    request.setConfig(timeouts.forDelivery());
    request.setHeader("Accept", DeliveryCodec.MEDIA_TYPE);
    HttpAnswer answer = made(() -> calls.send(request, MAX_PAGE));
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    try {
      return DeliveryCodec.decode(answer.body()).entries();
    } catch (IllegalArgumentException e) {
      throw new TransportException("answered something else than entries", e);
    }
  }

  private interface Call {
    HttpAnswer make() throws IOException;
  }

  private static HttpAnswer made(Call call) throws TransportException {
    try {
      return call.make();
    } catch (IOException e) {
      throw new TransportException(e.getMessage(), e);
    }
  }

  private <T> T read(HttpAnswer answer, Class<T> type) throws TransportException {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    return parse(answer, type);
  }

  private <T> T parse(HttpAnswer answer, Class<T> type) throws TransportException {
    try {
      return json.readValue(answer.body(), type);
    } catch (IOException e) {
      throw new TransportException(
          "answered %d with something else than the JSON that was asked for"
              .formatted(answer.status()),
          e);
    }
  }

  private TransportException refusal(HttpAnswer answer) {
    JsonNode problem;
    try {
      problem = json.readTree(answer.body());
    } catch (IOException e) {
      return new TransportException(
          "answered %d without a problem document".formatted(answer.status()));
    }
    String type = problem.path("type").asText();
    String detail = problem.path("detail").asText("no detail");
    long epoch = problem.path("epoch").asLong(-1);
    if (type.equals(ProblemType.STALE_EPOCH.uri().toString())) {
      return epoch < 1 || isNoEpoch(epoch)
          ? new TransportException("answered stale-epoch without the epoch that it knows")
          : new TransportException.Stale(epoch);
    }
    if (type.equals(ProblemType.OTHER_LOG.uri().toString())) {
      return new TransportException.OtherLog(detail);
    }
    return switch (answer.status()) {
      case 409 -> new TransportException.Diverged(detail);
      case 400, 413 ->
          new TransportException.Rejected("answered %d: %s".formatted(answer.status(), detail));
      default -> new TransportException("answered %d: %s".formatted(answer.status(), detail));
    };
  }

  @Override
  public void abort() {
    calls.abort();
  }

  @Override
  public void close() {
    calls.close();
  }
}
