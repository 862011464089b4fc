package io.replog.core.membership;

import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.progress.Window;
import java.net.URI;

/** Makes secondaries for tests that need no membership. */
public final class Secondaries {

  public static final URI URL = URI.create("http://localhost:5001");
  public static final Window WINDOW = new Window(2, 8, 16, 300, 1_000_000, 0, 1);

  private Secondaries() {}

  /** A listed secondary that never answered. */
  public static Secondary listed(String id, Window window) {
    return new Secondary(id, URL, true, new Patience(15, 40), window);
  }
}
