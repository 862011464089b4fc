package io.replog.cluster.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Reads server-sent events in the background until closed. */
public final class EventStream implements AutoCloseable {

  /**
   * An event.
   *
   * @param name what its {@code event:} line holds; empty if it has none
   * @param position what its {@code id:} line holds, with which a reader resumes
   */
  public record Event(String name, String position, String data) {

    /** The order that the position begins with. */
    public long id() {
      return Long.parseLong(position.split("-")[0]);
    }
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private final HttpResponse<Stream<String>> response;
  private volatile boolean ended;

  private EventStream(HttpResponse<Stream<String>> response) {
    this.response = response;
    this.lines = response.body();
  }

  /** Opens {@code /messages/stream}, with a {@code Last-Event-ID} unless it is negative. */
  public static EventStream open(Client client, String query, long lastEventId)
      throws IOException, InterruptedException {
    return open(client, query, lastEventId < 0 ? null : String.valueOf(lastEventId));
  }

  /** Opens {@code /messages/stream}, with a {@code Last-Event-ID} unless it is null. */
  public static EventStream open(Client client, String query, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = client.request("/messages/stream" + query);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return open(client, request);
  }

  /** Opens {@code /cluster/stream}. */
  public static EventStream ofCluster(Client client) throws IOException, InterruptedException {
    return open(client, client.request("/cluster/stream"));
  }

  private static EventStream open(Client client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    request.header("Accept", "text/event-stream");
    EventStream stream = new EventStream(client.exchange(request.build(), BodyHandlers.ofLines()));
    Thread.ofVirtual().start(stream::read);
    return stream;
  }

  private void read() {
    try {
      StringBuilder data = new StringBuilder();
      String[] id = {"-1"};
      String[] name = {""};
      lines.forEach(
          line -> {
            if (line.startsWith("id:")) {
              id[0] = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
              name[0] = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
              data.append(line.substring(5).stripLeading());
            } else if (line.isEmpty() && !data.isEmpty()) {
              events.add(new Event(name[0], id[0], data.toString()));
              name[0] = "";
              data.setLength(0);
            }
          });
    } catch (RuntimeException e) {
      // Closed, by either side; what was read before stays.
    } finally {
      ended = true;
    }
  }

  /** Whether the node, or this reader, closed the stream. */
  public boolean isEnded() {
    return ended;
  }

  public int status() {
    return response.statusCode();
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    lines.close();
  }
}
