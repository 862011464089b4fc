package io.replog.cluster.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Json;
import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.history.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the files that nodes have set aside, also on disks that they lost. */
record SetAsideFiles(EqualNodes nodes) {

  List<Aside> read() {
    String log = nodes.client(nodes.founders().getFirst()).health().required("log_id").textValue();
    Pattern name = Pattern.compile(Pattern.quote(log) + "-\\d+-\\d+(?:-\\d+)?\\.ndjson");
    List<Aside> all = new ArrayList<>();
    for (String id : nodes.ids()) {
      for (Path folder : nodes.asides(id)) {
        for (Path file : files(folder)) {
          assertThat(file.getFileName().toString()).as("of this log").matches(name);
          all.addAll(read(id, file));
        }
      }
      if (nodes.isRunning(id)) {
        assertListed(id);
      }
    }
    return all;
  }

  /** The node tells of each file that is there. */
  private void assertListed(String id) {
    Client client = nodes.client(id);
    List<String> listed =
        Json.list(
            client.get("/actuator/setaside").json().required("files"),
            file -> file.required("file").textValue());
    assertThat(files(nodes.asides(id).getFirst()).stream().map(Path::getFileName))
        .as(id)
        .map(Path::toString)
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.exists(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.ndjson")) {
        found.forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static List<Aside> read(String id, Path file) {
    List<Aside> asides = new ArrayList<>();
    try {
      for (JsonNode line : Json.readAll(Files.readAllBytes(file))) {
        asides.add(
            new Aside(
                id,
                new Entry(
                    line.required("order").longValue(),
                    line.required("id").textValue(),
                    line.required("message").textValue())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return asides;
  }
}
