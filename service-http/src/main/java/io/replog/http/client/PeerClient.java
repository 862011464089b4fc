package io.replog.http.client;

import io.replog.core.transport.TransportException;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.http.settings.Setting;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Asks another node for what it tells everybody, as strictly read as anything from a network. */
public final class PeerClient {

  private static final int HIGHEST_PORT = 65_535;

  /** The header of a request that a node sends for a client of its own: it goes no further. */
  public static final String HOP = "Replog-Forwarded-By";

  private final Calls calls;
  private final URI base;
  private final Timeouts timeouts;

  PeerClient(Calls calls, URI base, Timeouts timeouts) {
    this.calls = calls;
    this.base = base;
    this.timeouts = timeouts;
  }

  /**
   * What an equal node tells of itself.
   *
   * @param voter its id as a voter; empty if it is another kind of node
   * @param electionPort where its election engine listens, on its host; 0 if it does not say
   */
  public record Told(String id, String voter, int electionPort) {}

  /** How another node answered a command. */
  public record Answer(int status, String detail) {}

  public Told told() throws TransportException {
    JsonFields fields = get("/health");
    String id = fields.text("id", Setting::serverId).orElse("");
    String voter = fields.text("voter", Setting::serverId).orElse("");
    long port = fields.integer("election_port", 1, HIGHEST_PORT).orElse(0L);
    return checked(fields, new Told(id, voter, (int) port));
  }

  /** What it answers to {@code GET /cluster} by its own knowledge, for the node {@code asking}. */
  public byte[] cluster(String asking) throws TransportException {
    HttpGet request = new HttpGet(URI.create(base + "/cluster"));
    request.setConfig(timeouts.forStatus());
    request.setHeader(HOP, asking);
    try {
      HttpAnswer answer = calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus());
      if (answer.status() != 200) {
        throw new TransportException("answered " + answer.status());
      }
      return answer.body();
    } catch (IOException e) {
      throw new TransportException(e.getMessage(), e);
    }
  }

  /** Asks it to have the node {@code id} at {@code url} taken in, and does not wait for that. */
  public Answer askToJoin(String id, URI url) throws TransportException {
    HttpPost request = new HttpPost(URI.create(base + "/cluster/nodes"));
    request.setConfig(timeouts.forStatus());
    String body = "{\"url\":\"%s\",\"id\":\"%s\",\"timeout_ms\":1}".formatted(url, id);
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    try {
      HttpAnswer answer = calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus());
      String detail = answer.json().flatMap(fields -> fields.text("detail")).orElse("");
      return new Answer(answer.status(), detail);
    } catch (IOException e) {
      throw new TransportException(e.getMessage(), e);
    }
  }

  private JsonFields get(String path) throws TransportException {
    HttpGet request = new HttpGet(URI.create(base + path));
    request.setConfig(timeouts.forStatus());
    try {
      return StrictJson.object(
          calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus()).body());
    } catch (IOException e) {
      throw new TransportException(e.getMessage(), e);
    } catch (ProblemException e) {
      throw new TransportException("answered with something else than JSON", e);
    }
  }

  private static <T> T checked(JsonFields fields, T value) throws TransportException {
    try {
      fields.throwIfFaulty();
      return value;
    } catch (ProblemException e) {
      throw new TransportException("answered with an impossible value: " + e.getMessage(), e);
    }
  }
}
