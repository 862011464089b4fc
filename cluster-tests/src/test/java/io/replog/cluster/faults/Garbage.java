package io.replog.cluster.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.cluster.client.Client;
import io.replog.cluster.client.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Answers that no secondary gives. */
enum Garbage implements LyingProxy.Lie {
  HTML_WITH_200 {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("200 OK", "text/html", HTML, out);
    }
  },
  HTML_WITH_502 {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("502 Bad Gateway", "text/html", HTML, out);
    }
  },
  CONFLICT_WITHOUT_A_REASON {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("409 Conflict", "text/html", HTML, out);
    }
  },
  OTHER_JSON {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("200 OK", "application/json", "{\"hello\":[1,2]}".getBytes(UTF_8), out);
    }
  },
  JSON_NULL {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("200 OK", "application/json", "null".getBytes(UTF_8), out);
    }
  },
  NO_BODY {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      LyingProxy.write("204 No Content", "text/plain", new byte[0], out);
    }
  },
  /** Without an end, however much of it is read. */
  ENDLESS_BODY {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
      byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(UTF_8);
      while (true) {
        out.write(chunk);
      }
    }
  },
  MORE_MESSAGES_THAN_THERE_ARE {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException, InterruptedException {
      acknowledge(1_000_000, truth, out);
    }
  },
  LESS_MESSAGES_THAN_NONE {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException, InterruptedException {
      acknowledge(-7, truth, out);
    }
  },
  /** To a place that would give a fine answer. */
  REDIRECT {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException, InterruptedException {
      String head =
          "HTTP/1.1 307 Temporary Redirect\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .formatted(truth);
      out.write(head.getBytes(UTF_8));
    }
  },
  HALF_AN_ANSWER {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException, InterruptedException {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"status\":\"AC".getBytes(UTF_8));
      forEver();
    }
  },
  SILENCE {
    @Override
    public void tell(URI truth, OutputStream out) throws InterruptedException {
      forEver();
    }
  },
  NO_HTTP {
    @Override
    public void tell(URI truth, OutputStream out) throws IOException {
      out.write("SSH-2.0-OpenSSH_9.9\r\n\0\1\2\3\r\n".getBytes(UTF_8));
    }
  };

  private static final byte[] HTML = "<!doctype html><title>It works!</title>".getBytes(UTF_8);

  /** An acknowledgement of the right form, by the process that runs there. */
  private static void acknowledge(long messages, URI truth, OutputStream out)
      throws IOException, InterruptedException {
    String run;
    try (Client secondary = new Client(truth, null)) {
      run = secondary.health().path("run").asText();
    }
    String ack =
        Json.write(Map.of("status", "ACK", "messages", messages, "buffered", 0, "run", run));
    LyingProxy.write("200 OK", "application/json", ack.getBytes(UTF_8), out);
  }

  private static void forEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
