package io.replog.cluster.nodes.container;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Whether containers can be run here. */
public final class Engine {

  private static final Optional<String> HINDRANCE = findHindrance();

  private Engine() {}

  /** Why no containers can be run here, empty where they can. */
  public static Optional<String> hindrance() {
    return HINDRANCE;
  }

  private static Optional<String> findHindrance() {
    Optional<String> hindrance = Optional.empty();
    if (!isOnPath("docker")) {
      hindrance = Optional.of("there is no docker client to build the images with");
    } else if (!DockerClientFactory.instance().isDockerAvailable()) {
      hindrance = Optional.of("no Docker engine answers");
    }
    hindrance.ifPresent(reason -> System.out.println("Container tests are skipped: " + reason));
    return hindrance;
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }
}
