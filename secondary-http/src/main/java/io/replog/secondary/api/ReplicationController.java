package io.replog.secondary.api;

import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.http.body.Body;
import io.replog.http.body.BodyReader;
import io.replog.http.json.JsonReply;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.http.security.ClusterOnly;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.DeliveryCodec;
import io.replog.secondary.config.FollowingProperties;
import io.replog.secondary.faults.FaultySecondary;
import io.replog.secondary.role.Receiving;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accepts the master's deliveries, and tells it this node's status. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@ClusterOnly
class ReplicationController {

  private final FaultySecondary faulty;
  private final Receiving receiving;
  private final BodyReader bodies;
  private final FollowingProperties properties;
  private final DeliveryReader reader;
  private final JsonReply reply;

  ReplicationController(
      FaultySecondary faulty,
      Receiving receiving,
      BodyReader bodies,
      FollowingProperties properties,
      JsonReply reply) {
    this.faulty = faulty;
    this.receiving = receiving;
    this.bodies = bodies;
    this.properties = properties;
    this.reader = new DeliveryReader(properties.delivery().messages());
    this.reply = reply;
  }

  /** The answer to a delivery in JSON: {@link DeliveryAck} for people. */
  record PlainAck(String status, long messages, long buffered) {}

  @PostMapping(path = "/replicate", consumes = DeliveryCodec.MEDIA_TYPE)
  void compact(HttpServletRequest request, HttpServletResponse response)
      throws IOException, InterruptedException {
    Delivery delivery;
    try (Body body = body(request)) {
      delivery = reader.compact(body.bytes());
    }
    Stored stored = accept(delivery);
    DeliveryAck ack = new DeliveryAck(stored.messages(), stored.buffered(), receiving.run());
    reply.send(HttpServletResponse.SC_OK, ack, response);
  }

  @PostMapping(path = "/replicate", consumes = MediaType.APPLICATION_JSON_VALUE)
  PlainAck json(HttpServletRequest request) throws IOException, InterruptedException {
    Delivery delivery;
    try (Body body = body(request)) {
      delivery = reader.json(body.bytes());
    }
    Stored stored = accept(delivery);
    return new PlainAck("ACK", stored.messages(), stored.buffered());
  }

  private Body body(HttpServletRequest request) throws IOException {
    return bodies.read(request, (int) properties.delivery().body().toBytes());
  }

  private Stored accept(Delivery delivery) throws InterruptedException {
    DeliveryOutcome outcome = faulty.accept(delivery);
    return switch (outcome) {
      case Stored stored -> stored;
      case Refused refused -> throw new ProblemException(refused.problem());
    };
  }

  /** {@code at}: length whose checksum is returned; the whole prefix if absent. */
  @GetMapping("/replication/status")
  @Query.Parameters("at")
  StatusBody status(@RequestParam(name = "at", required = false) String at) {
    faulty.checkOnline();
    return StatusBody.of(
        receiving.status(
            at == null ? OptionalLong.empty() : OptionalLong.of(Query.number("at", at, 0))));
  }
}
