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
    HttpPost request = new HttpPost(secondaries);
    request.setConfig(timeouts.forStatus());
    request.setEntity(
        new ByteArrayEntity(json.writeValueAsBytes(registration), ContentType.APPLICATION_JSON));
    return new RegistrationReader(registration.id())
        .read(calls.send(request, HttpAnswer.MAX_JSON, timeouts.forWholeStatus()));
  }
}
