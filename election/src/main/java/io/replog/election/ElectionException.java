package io.replog.election;

/**
 * The engine did not do what was asked, or did not say so in time. <strong>Its outcome is
 * unknown</strong>: what was asked may still take effect.
 */
public final class ElectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ElectionException(String message) {
    super(message);
  }

  public ElectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
