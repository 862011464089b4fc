package io.replog.http.client;

import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.http.settings.Setting;
import io.replog.log.GapBuffer;
import io.replog.log.HeldRange;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voters;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** {@link SecondaryClient} over HTTP/1.1. Any answer that breaks the protocol is a failed call. */
final class HttpSecondaryClient implements SecondaryClient {

  /** Bytes; well above any page of a node. */
  private static final int MAX_PAGE = 64 << 20;

  private static final List<Integer> OK = List.of(200);

  private static final ContentType COMPACT = ContentType.create(DeliveryCodec.MEDIA_TYPE);

  private final Calls calls;
  private final URI base;
  private final Timeouts timeouts;

  HttpSecondaryClient(Calls calls, URI base, Timeouts timeouts) {
    this.calls = calls;
    this.base = base;
    this.timeouts = timeouts;
  }

  @Override
  public NodeHealth health() throws TransportException {
    return read(
        ask("/health"),
        List.of(200, 503),
        "its health",
        fields -> {
          fields.require("role", "id", "epoch");
          return new NodeHealth(
              fields.text("role").orElse(""),
              voter(fields),
              fields.text("run").orElse(null),
              fields.logId().orElse(null),
              epoch(fields, "epoch"),
              stored(fields));
        });
  }

  private static NodeHealth.Stored stored(JsonFields fields) {
    List<JsonFields> held = fields.objects("held", GapBuffer.SHOWN_RANGES).orElse(List.of());
    return new NodeHealth.Stored(
        length(fields, "first"),
        length(fields, "buffered"),
        held.stream()
            .map(each -> new HeldRange(length(each, "first"), length(each, "last")))
            .toList(),
        length(fields, "set_aside"));
  }

  /** The node's id as a voter, where it is one; each disk of a server has its own. */
  private static String voter(JsonFields fields) {
    String id = fields.text("id", Setting::serverId).orElse("");
    return fields.text("voter", Setting::serverId).orElse(id);
  }

  @Override
  public ReplicaStatus status(OptionalLong at) throws TransportException {
    String query = at.isPresent() ? "?at=" + at.getAsLong() : "";
    return read(
        ask("/replication/status" + query), OK, "a status", HttpSecondaryClient::replicaStatus);
  }

  private static ReplicaStatus replicaStatus(JsonFields fields) {
    fields.require("id", "epoch", "messages", "checksum");
    long messages = length(fields, "messages");
    long first = fields.integer("first", 0, messages).orElse(0L);
    long buffered = length(fields, "buffered");
    if (messages > first || buffered > 0) {
      fields.require("log_id");
    }
    return new ReplicaStatus(
        fields.text("id", Setting::serverId).orElse(""),
        fields.text("run").orElse(null),
        fields.logId().orElse(null),
        epoch(fields, "epoch"),
        epoch(fields, "tail_epoch"),
        fields.text("tail_claim").orElse(null),
        first,
        messages,
        buffered,
        fields.text("checksum").orElse(""),
        length(fields, "at"),
        fields.text("voters", Voters::parse).orElse(null));
  }

  private static long epoch(JsonFields fields, String name) {
    return fields.integer(name, 0, Delivery.MAX_EPOCH).orElse(0L);
  }

  private static long length(JsonFields fields, String name) {
    return fields.integer(name, 0, MintedId.MAX_ORDER + 1).orElse(0L);
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
    return read(answer, OK, "an acknowledgement", HttpSecondaryClient::ack);
  }

  private static DeliveryAck ack(JsonFields fields) {
    fields.require("status", "messages");
    if (!fields.text("status").orElse("").equals("ACK")) {
      fields.error("status", "must be ACK");
    }
    return new DeliveryAck(
        length(fields, "messages"), length(fields, "buffered"), fields.text("run").orElse(null));
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

  /** Reads JSON as strictly as a client's: what comes from another node may be anything. */
  private static <T> T read(
      HttpAnswer answer, List<Integer> statuses, String what, Function<JsonFields, T> reading)
      throws TransportException {
    if (!statuses.contains(answer.status())) {
      throw refusal(answer);
    }
    try {
      JsonFields fields = StrictJson.object(answer.body());
      T value = reading.apply(fields);
      fields.throwIfFaulty();
      return value;
    } catch (ProblemException e) {
      throw new TransportException(
          "answered %d with something else than %s: %s"
              .formatted(answer.status(), what, e.getMessage()),
          e);
    }
  }

  private static TransportException refusal(HttpAnswer answer) {
    return answer
        .json()
        .map(problem -> refusal(answer.status(), problem))
        .orElseGet(
            () ->
                new TransportException(
                    "answered %d without a problem document".formatted(answer.status())));
  }

  private static TransportException refusal(int status, JsonFields problem) {
    String type = problem.text("type").orElse("");
    String detail = problem.text("detail").orElse("no detail");
    if (type.equals(ProblemType.STALE_EPOCH.uri().toString())) {
      return problem
          .integer("epoch", 1, Delivery.MAX_EPOCH)
          .<TransportException>map(TransportException.Stale::new)
          .orElseGet(
              () -> new TransportException("answered stale-epoch without the epoch that it knows"));
    }
    if (type.equals(ProblemType.OTHER_LOG.uri().toString())) {
      return new TransportException.OtherLog(detail);
    }
    return switch (status) {
      case 409 -> new TransportException.Diverged(detail);
      case 400, 413 -> new TransportException.Rejected("answered %d: %s".formatted(status, detail));
      default -> new TransportException("answered %d: %s".formatted(status, detail));
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
