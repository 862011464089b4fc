package io.replog.cluster.refusal;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request that is to be refused, and the answer that the contract gives to it. */
final class BadRequest {

  private final String name;
  private final int status;
  private final String problem;
  private final List<String> headers = new ArrayList<>();
  private String method = "POST";
  private String path = "/messages";
  private byte[] body = new byte[0];

  private BadRequest(String name, int status, String problem) {
    this.name = name;
    this.status = status;
    this.problem = problem;
  }

  static BadRequest named(String name, int status, String problem) {
    return new BadRequest(name, status, problem);
  }

  /** A post whose body is this JSON, or what pretends to be. */
  static BadRequest json(String name, String body) {
    return named(name, 400, "invalid-request").as("application/json").body(body);
  }

  BadRequest on(String method, String path) {
    this.method = method;
    this.path = path;
    return this;
  }

  BadRequest as(String mediaType) {
    return header("Content-Type", mediaType);
  }

  BadRequest header(String header, String value) {
    headers.add(header);
    headers.add(value);
    return this;
  }

  BadRequest body(String body) {
    return body(body.getBytes(StandardCharsets.UTF_8));
  }

  BadRequest body(byte[] body) {
    this.body = body;
    return this;
  }

  int status() {
    return status;
  }

  String problem() {
    return problem;
  }

  Answer send(Client client) {
    HttpRequest.Builder request =
        client
            .request(path)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return client.send(request.build());
  }

  @Override
  public String toString() {
    return name;
  }
}
