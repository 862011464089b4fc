package io.replog.master.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.master.replication.LinkException;
import io.replog.master.replication.SecondaryLink;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** {@link SecondaryLink} over HTTP/1.1. What is not the answer agreed upon is a failed call. */
final class HttpSecondaryLink implements SecondaryLink {

  private static final ContentType COMPACT = ContentType.create(DeliveryCodec.MEDIA_TYPE);

  private final HttpClient http;
  private final ObjectMapper json;
  private final URI replicate;
  private final String status;
  private final RequestConfig forStatus;
  private final RequestConfig forDelivery;
  private final LinkTimeouts timeouts;
  private final String authorization;
  private final Set<HttpUriRequestBase> underWay = ConcurrentHashMap.newKeySet();

  HttpSecondaryLink(
      HttpClient http, ObjectMapper json, URI base, LinkTimeouts timeouts, String authorization) {
    this.http = http;
    this.json = json;
    this.replicate = URI.create(base + "/replicate");
    this.status = base + "/replication/status";
    this.forStatus = timeouts.forStatus();
    this.forDelivery = timeouts.forDelivery();
    this.timeouts = timeouts;
    this.authorization = authorization;
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws LinkException {
    String query = at.isPresent() ? "?at=" + at.getAsLong() : "";
    HttpGet request = new HttpGet(URI.create(status + query));
    request.setConfig(forStatus);
    ReplicaStatus answer =
        read(call(request, Optional.of(timeouts.forWholeStatus())), ReplicaStatus.class);
    if (answer == null
        || answer.id() == null
        || answer.checksum() == null
        || answer.messages() < 0
        || answer.messages() > 0 && answer.logId() == null) {
      throw new LinkException("answered something else than a status");
    }
    return answer;
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws LinkException {
    HttpPost request = new HttpPost(replicate);
    request.setConfig(forDelivery);
    request.setEntity(new ByteArrayEntity(DeliveryCodec.encode(delivery), COMPACT));
    // What is sent may be long, and the way slow: only a greeting has an end.
    Optional<Duration> patience =
        delivery.entries().isEmpty() ? Optional.of(timeouts.forWholeGreeting()) : Optional.empty();
    DeliveryAck ack = read(call(request, patience), DeliveryAck.class);
    if (ack == null || !"ACK".equals(ack.status()) || ack.messages() < 0) {
      throw new LinkException("answered something else than an acknowledgement");
    }
    return ack;
  }

  /** {@code patience}: the longest wait for the whole answer. */
  private Answer call(HttpUriRequestBase request, Optional<Duration> patience)
      throws LinkException {
    if (authorization != null) {
      request.setHeader("Authorization", authorization);
    }
    underWay.add(request);
    try {
      return patience.isPresent()
          ? Calls.send(http, request, patience.get())
          : Calls.send(http, request);
    } catch (IOException e) {
      throw new LinkException(describe(e), e);
    } finally {
      underWay.remove(request);
    }
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private <T> T read(Answer answer, Class<T> type) throws LinkException {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    try {
      return json.readValue(answer.body(), type);
    } catch (IOException e) {
      throw new LinkException("answered 200 with something else than JSON that is understood", e);
    }
  }

  private LinkException refusal(Answer answer) {
    JsonNode problem;
    try {
      problem = json.readTree(answer.body());
    } catch (IOException e) {
      return new LinkException("answered %d without a problem document".formatted(answer.status()));
    }
    String type = problem.path("type").asText();
    String detail = problem.path("detail").asText("no detail");
    if (type.equals(ProblemType.STALE_EPOCH.uri().toString())) {
      return new LinkException.Stale(problem.path("epoch").asLong());
    }
    if (type.equals(ProblemType.OTHER_LOG.uri().toString())) {
      return new LinkException.OtherLog(detail);
    }
    if (answer.status() == 409) {
      return new LinkException.Diverged(detail);
    }
    return new LinkException("answered %d: %s".formatted(answer.status(), detail));
  }

  @Override
  public void abort() {
    underWay.forEach(HttpUriRequestBase::cancel);
  }

  @Override
  public void close() {
    abort();
  }
}
