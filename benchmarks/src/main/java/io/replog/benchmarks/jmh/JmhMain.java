package io.replog.benchmarks.jmh;

import java.io.IOException;

/** Runs the micro-benchmarks; the arguments are JMH's own (-h lists them). */
public final class JmhMain {
  private JmhMain() {}

  public static void main(String[] arguments) throws IOException {
    org.openjdk.jmh.Main.main(arguments);
  }
}
