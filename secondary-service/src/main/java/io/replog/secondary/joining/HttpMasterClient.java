package io.replog.secondary.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.security.ClusterToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** {@link MasterClient} over HTTP. */
public final class HttpMasterClient implements MasterClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final ObjectMapper json;
  private final URI secondaries;
  private final ClusterToken token;

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
    try {
      return answer(http.send(request.build(), BodyHandlers.ofByteArray()), registration.id());
    } catch (IOException e) {
      throw new IOException(e.getMessage() == null ? "no connection" : e.getMessage(), e);
    }
  }

  private Answer answer(HttpResponse<byte[]> response, String id) throws IOException {
    HttpHeaders headers = response.headers();
    return new AnswerReader(json, id)
        .read(
            response.statusCode(),
            headers.firstValue("Content-Type").orElse(""),
            headers.firstValue("Location").orElse(""),
            response.body());
  }
}
