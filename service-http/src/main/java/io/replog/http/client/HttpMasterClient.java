package io.replog.http.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.core.joining.MasterClient;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** {@link MasterClient} over HTTP. */
final class HttpMasterClient implements MasterClient {

  private static final int REDIRECTED = 307;

  private final Calls calls;
  private final ObjectMapper json;
  private final URI secondaries;
  private final Timeouts timeouts;

  HttpMasterClient(Calls calls, ObjectMapper json, URI base, Timeouts timeouts) {
    this.calls = calls;
    this.json = json;
    this.secondaries = URI.create(base + "/secondaries");
    this.timeouts = timeouts;
  }

  @Override
  public Answer register(Registration registration) throws IOException {
    byte[] body = json.writeValueAsBytes(registration);
    HttpAnswer answer = post(secondaries, body);
    if (answer.status() == REDIRECTED && !answer.location().isEmpty()) {
      // A node that is not master, and does not pass requests on.
      answer = post(secondaries.resolve(answer.location()), body);
    }
    return new RegistrationReader(registration.id()).read(answer);
  }

  private HttpAnswer post(URI target, byte[] body) throws IOException {
    HttpPost request = new HttpPost(target);
    request.setConfig(timeouts.forStatus());
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus());
  }
}
