package io.replog.master.link;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.master.membership.HealthProbe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;

/** {@link HealthProbe} by {@code GET /health}. */
final class HttpHealthProbe implements HealthProbe {

  private final HttpClient http;
  private final ObjectMapper json;
  private final URI health;
  private final RequestConfig config;
  private final Duration patience;

  HttpHealthProbe(HttpClient http, ObjectMapper json, URI base, LinkTimeouts timeouts) {
    this.http = http;
    this.json = json;
    this.health = URI.create(base + "/health");
    this.config = timeouts.forStatus();
    this.patience = timeouts.forWholeStatus();
  }

  @Override
  public Report ask() throws IOException {
    HttpGet request = new HttpGet(health);
    request.setConfig(config);
    Answer answer = Calls.send(http, request, patience);
    if (answer.status() != 200 && answer.status() != 503) {
      throw new IOException("answered " + answer.status());
    }
    Report report = json.readValue(answer.body(), Report.class);
    if (report == null || report.role() == null || report.id() == null) {
      throw new IOException("answered something else than its health");
    }
    return report;
  }
}
