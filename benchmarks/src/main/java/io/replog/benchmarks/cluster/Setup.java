package io.replog.benchmarks.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How the nodes of a cluster are started.
 *
 * @param project the folder with the built jars and jvm.options
 * @param directory where data and output go
 * @param extraOptions JVM options beside those of jvm.options
 * @param token the cluster token
 */
public record Setup(Path project, Path directory, List<String> extraOptions, String token) {
  public Setup(Path project, Path directory, List<String> extraOptions) {
    this(project, directory, List.copyOf(extraOptions), UUID.randomUUID().toString());
  }

  public Setup with(List<String> options) {
    return new Setup(project, directory, options, token);
  }

  /** Options as the scripts and images use them, so that what is measured is what is run. */
  List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    if (Files.exists(project.resolve("jvm.options"))) {
      options.add("@" + project.resolve("jvm.options"));
    }
    options.addAll(extraOptions);
    return options;
  }

  Path jar(String role) {
    return project.resolve(role + "-service/target/" + role + "-service.jar");
  }
}
