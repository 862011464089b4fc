package io.replog.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a figure depends on beside the program: without it a figure means nothing. */
final class Environment {
  private Environment() {}

  static Map<String, Object> describe(Options options, Path data) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("time", Instant.now().toString());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("processor", processor());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.runtime.version"));
    facts.put("data_on", Files.getFileStore(data).type());
    facts.put("jvm_options", jvmOptions(options));
    facts.put("message_bytes", options.size());
    facts.put("warm_up_seconds", options.warmSeconds());
    return facts;
  }

  private static List<String> jvmOptions(Options options) throws IOException {
    Path file = options.project().resolve("jvm.options");
    List<String> all = new java.util.ArrayList<>();
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(all::add);
    }
    all.addAll(options.jvm());
    return all;
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
