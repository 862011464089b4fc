package io.replog.cluster.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that takes what one node prints, over all its starts. */
public record NodeLog(Path file) {

  /** A new file in the logs of this cluster. */
  public static NodeLog of(String cluster, Node node) {
    Path file = Checkout.logs(cluster).resolve(node.id() + ".log");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeLog(file);
  }

  public synchronized void append(String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
