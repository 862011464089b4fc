package io.replog.secondary.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.security.ClusterToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link MasterClient} over HTTP. */
public final class HttpMasterClient implements MasterClient {

  private static final Logger log = LoggerFactory.getLogger(HttpMasterClient.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final ObjectMapper json;
  private final URI secondaries;
  private final ClusterToken token;
  private volatile String lastRefusal = "";

  public HttpMasterClient(ObjectMapper json, URI masterUrl, ClusterToken token) {
    this.json = json;
    this.secondaries = URI.create(masterUrl + "/secondaries");
    this.token = token;
  }

  @Override
  public Answer register(Registration registration) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(secondaries)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(registration)));
    if (token.isSet()) {
      request.header("Authorization", token.header());
    }
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(e.getMessage() == null ? "no connection" : e.getMessage(), e);
    }
    return answer(response);
  }

  private Answer answer(HttpResponse<String> response) throws IOException {
    int status = response.statusCode();
    if (status == 200 || status == 201) {
      return Answer.ACCEPTED;
    }
    if (status == 410) {
      return Answer.RETIRED;
    }
    if (status >= 400 && status < 500) {
      String refusal = status + " " + response.body();
      if (!refusal.equals(lastRefusal)) {
        log.warn("the master refuses this node: {}", refusal);
        lastRefusal = refusal;
      }
      return Answer.REFUSED;
    }
    throw new IOException("it answered " + status);
  }
}
