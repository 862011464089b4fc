package io.replog.benchmarks.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How the nodes of a cluster are started.
 *
 * @param project the folder with the built jars and jvm.options
 * @param prepared where the services lie unpacked with their AOT caches, as the scripts prepare
 *     them; without it their jars are started
 * @param directory where data and output go
 * @param extraOptions JVM options beside those of jvm.options
 * @param token the cluster token
 */
public record Setup(
    Path project,
    Optional<Path> prepared,
    Path directory,
    List<String> extraOptions,
    String token) {
  public Setup(Path project, Optional<Path> prepared, Path directory, List<String> extraOptions) {
    this(project, prepared, directory, List.copyOf(extraOptions), UUID.randomUUID().toString());
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

  /** What of a role is started. */
  List<String> application(String role) {
    String jar = role + "-service.jar";
    return prepared
        .map(
            folder ->
                List.of(
                    "-XX:AOTCache=" + folder.resolve(role + ".aot"),
                    "-jar",
                    folder.resolve(role).resolve(jar).toString()))
        .orElseGet(
            () ->
                List.of("-jar", project.resolve(role + "-service/target").resolve(jar).toString()));
  }
}
