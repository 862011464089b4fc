package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints the end of every node's log when a scenario fails. */
final class LogTails
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

  private static final int LINES = 40;

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    print(context);
    throw failure;
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    print(context);
    throw failure;
  }

  private static void print(ExtensionContext context) {
    Scenarios scenarios = (Scenarios) context.getRequiredTestInstance();
    for (Cluster cluster : scenarios.clusters()) {
      for (Node node : cluster.nodes()) {
        System.out.printf("---- %s: end of the log of %s%n", context.getDisplayName(), node);
        List<String> lines = cluster.log(node).lines().toList();
        lines.stream().skip(Math.max(0, lines.size() - LINES)).forEach(System.out::println);
      }
    }
  }
}
