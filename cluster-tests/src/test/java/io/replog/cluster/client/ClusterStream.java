package io.replog.cluster.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.EventStream.Event;
import java.io.IOException;
import java.util.List;

/** Watches the cluster at one node until closed. */
public final class ClusterStream implements AutoCloseable {

  private final EventStream events;

  public ClusterStream(Client node) throws IOException, InterruptedException {
    events = EventStream.ofCluster(node);
    assertThat(events.status()).isEqualTo(200);
  }

  /** The latest view. */
  public JsonNode view() {
    List<JsonNode> views = data("view");
    assertThat(views).isNotEmpty();
    return views.getLast();
  }

  /** What the latest view says of a node; a missing node where it does not list it. */
  public JsonNode node(String id) {
    for (JsonNode node : view().path("nodes")) {
      if (node.path("id").asText().equals(id)) {
        return node;
      }
    }
    return view().path("no such node");
  }

  /** The kinds of all that happened. */
  public List<String> kinds() {
    return data("happened").stream().map(each -> each.path("kind").asText()).toList();
  }

  public boolean isEnded() {
    return events.isEnded();
  }

  private List<JsonNode> data(String name) {
    return events.events().stream()
        .filter(each -> each.name().equals(name))
        .map(Event::data)
        .map(data -> Json.read(data.getBytes(UTF_8)))
        .toList();
  }

  @Override
  public void close() {
    events.close();
  }
}
