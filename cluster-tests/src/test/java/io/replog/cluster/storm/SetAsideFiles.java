package io.replog.cluster.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Json;
import io.replog.cluster.failover.EqualNodes;
import io.replog.cluster.history.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the files that nodes list as set aside. */
record SetAsideFiles(EqualNodes nodes) {

  List<Aside> read() {
    List<Aside> all = new ArrayList<>();
    for (String id : nodes.ids()) {
      Client client = nodes.client(id);
      Pattern name =
          Pattern.compile(
              Pattern.quote(client.health().required("log_id").textValue())
                  + "-\\d+-\\d+(?:-\\d+)?\\.ndjson");
      JsonNode listing = client.get("/actuator/setaside").json();
      Path folder = Path.of(listing.required("folder").textValue());
      for (JsonNode file : listing.required("files")) {
        all.addAll(read(id, folder.resolve(file.required("file").textValue()), name));
      }
    }
    return all;
  }

  private static List<Aside> read(String id, Path file, Pattern name) {
    if (!name.matcher(file.getFileName().toString()).matches()) {
      throw new AssertionError("not of this log: " + file);
    }
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
