package io.replog.cluster.nodes.container;

import io.replog.cluster.nodes.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The images of this very checkout, each built once by the docker client, as users build them. */
final class Images {

  private static final Map<String, String> BUILT = new ConcurrentHashMap<>();

  private Images() {}

  static String of(String service) {
    return BUILT.computeIfAbsent(service, Images::build);
  }

  private static String build(String name) {
    String tag = "replog-cluster-tests/" + name + ":latest";
    try {
      File log = Checkout.logs("images").resolve(name + ".log").toFile();
      ProcessBuilder builder =
          new ProcessBuilder("docker", "build", "-f", "Dockerfile." + name, "-t", tag, ".");
      builder.environment().put("DOCKER_BUILDKIT", "1");
      builder.directory(Checkout.root().toFile()).redirectErrorStream(true).redirectOutput(log);
      if (builder.start().waitFor() != 0) {
        throw new IllegalStateException("docker build failed; see " + log);
      }
      return tag;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
