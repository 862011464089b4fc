package io.replog.cluster.faults;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in front of a secondary. Asks it and passes its answers on, except for those requests that
 * it is told to lie to. One request a connection.
 */
final class LyingProxy implements Closeable {

  /** What comes instead of an answer. */
  interface Lie {
    /**
     * @param truth where the honest answer is found
     */
    void tell(URI truth, OutputStream out) throws IOException, InterruptedException;
  }

  private record Request(String method, String target, Map<String, String> headers, byte[] body) {}

  private static final Set<String> PASSED_ON = Set.of("authorization", "content-type", "accept");

  private final ServerSocket door;
  private final URI secondary;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lies = new AtomicInteger();
  private volatile Lie lie;
  private volatile String liesBelow = "";

  private LyingProxy(ServerSocket door, URI secondary) {
    this.door = door;
    this.secondary = secondary;
  }

  static LyingProxy before(URI secondary) throws IOException {
    ServerSocket door = new ServerSocket();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    LyingProxy proxy = new LyingProxy(door, secondary);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** Lies from now on to requests whose path begins so. */
  void lie(String path, Lie with) {
    lies.set(0);
    liesBelow = path;
    lie = with;
  }

  /** Honest from now on, in new connections. */
  void beHonest() {
    lie = null;
  }

  /** How many requests were lied to since it was last told to. */
  int lies() {
    return lies.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = door.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      Request request = read(socket.getInputStream());
      Lie present = lie;
      OutputStream out = socket.getOutputStream();
      if (present != null && request.target().startsWith(liesBelow)) {
        lies.incrementAndGet();
        present.tell(secondary.resolve(request.target()), out);
      } else {
        write(ask(request), out);
      }
    } catch (IOException e) {
      // Either side went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Request(first[0], first[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("ended");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private HttpResponse<byte[]> ask(Request request) throws IOException, InterruptedException {
    HttpRequest.Builder asked =
        HttpRequest.newBuilder(secondary.resolve(request.target()))
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request.headers().entrySet().stream()
        .filter(header -> PASSED_ON.contains(header.getKey().toLowerCase()))
        .forEach(header -> asked.header(header.getKey(), header.getValue()));
    return http.send(asked.build(), BodyHandlers.ofByteArray());
  }

  private static void write(HttpResponse<byte[]> answer, OutputStream out) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
    write(answer.statusCode() + " X", type, answer.body(), out);
  }

  /** A well-formed answer. */
  static void write(String status, String type, byte[] body, OutputStream out) throws IOException {
    String head =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, type, body.length);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
    http.shutdownNow();
  }
}
