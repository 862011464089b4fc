package io.replog.http.client;

import io.replog.core.transport.TransportException;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/** Asks another node for what it tells everybody, as strictly read as anything from a network. */
public final class PeerClient {

  private static final int HIGHEST_PORT = 65_535;

  private final Calls calls;
  private final URI base;
  private final Timeouts timeouts;

  PeerClient(Calls calls, URI base, Timeouts timeouts) {
    this.calls = calls;
    this.base = base;
    this.timeouts = timeouts;
  }

  /** Where its election engine listens, on its host; 0 if it does not say. */
  public int electionPort() throws TransportException {
    JsonFields fields = get("/health");
    long port = fields.integer("election_port", 1, HIGHEST_PORT).orElse(0L);
    return (int) checked(fields, port).longValue();
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
