package io.replog.benchmarks.cluster;

import java.io.IOException;
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

  /**
   * What of a role is started: where the scripts have rehearsed the present build, the layout and
   * the AOT cache that they use too, else the jar.
   */
  List<String> application(String role) {
    Path jar = project.resolve(role + "-service/target/" + role + "-service.jar");
    Path prepared = project.resolve("target/prepared");
    if (!isPrepared(prepared.resolve("java-home"), jar)) {
      return List.of("-jar", jar.toString());
    }
    return List.of(
        "-XX:AOTCache=" + prepared.resolve(role + ".aot"),
        "-jar",
        prepared.resolve(role).resolve(role + "-service.jar").toString());
  }

  private static boolean isPrepared(Path mark, Path jar) {
    try {
      Path built = jar.resolveSibling(jar.getFileName() + ".original");
      return Path.of(Files.readString(mark)).toRealPath().equals(javaHome())
          && Files.getLastModifiedTime(mark).compareTo(Files.getLastModifiedTime(built)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path javaHome() throws IOException {
    return Path.of(System.getProperty("java.home")).toRealPath();
  }
}
