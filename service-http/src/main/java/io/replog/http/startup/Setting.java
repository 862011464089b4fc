package io.replog.http.startup;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Supplier;

/** Checks of settings; their messages complete a line that begins with the setting's name. */
public final class Setting {

  private static final int MAX_PORT = 65_535;

  private Setting() {}

  /**
   * The value that {@code read} gives; what it finds fault with is said of the setting {@code
   * name}.
   */
  public static <T> T named(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + ": " + e.getMessage());
    }
  }

  public static void inRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, must be from %d to %d".formatted(name, value, min, max));
    }
  }

  /** A base URL such as {@code http://host:5001}; a slash at its end is dropped. */
  public static URI baseUrl(String text) {
    String base = text.strip().replaceAll("/+$", "");
    try {
      URI url = new URI(base);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean bare =
          url.getHost() != null
              && url.getPort() != 0
              && url.getPort() <= MAX_PORT
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      if (http && bare) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Falls through: said below.
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a base URL such as http://localhost:5001".formatted(text));
  }

  /** A node's id: it appears in answers, logs, metrics and file names. */
  public static String serverId(String id) {
    if (!id.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "\"%s\" must have 1 to 128 letters, digits, dots, dashes or underscores".formatted(id));
    }
    return id;
  }
}
