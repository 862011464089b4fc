package io.replog.http.settings;

/** A setting that the node cannot start with. The message names it and says what to change. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
