package io.replog.log.storage;

/** The disk failed, or its content is damaged. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Kind {
    /**
     * A commit. How much of it is on the disk is unknown, so the storage accepts no further commit
     * until the process restarts.
     */
    COMMIT,
    /** The stored data is damaged. Nothing was changed. */
    DAMAGE,
    /** Opening, reading or copying, for any other reason. Nothing was changed. */
    OTHER
  }

  private final Kind kind;

  public StorageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A commit failed. */
  public StorageException(String message, Throwable cause) {
    this(Kind.COMMIT, message, cause);
  }

  /** A commit failed. */
  public StorageException(String message) {
    this(message, null);
  }

  public static StorageException damage(String message, Throwable cause) {
    return new StorageException(Kind.DAMAGE, "what is stored is damaged: " + message, cause);
  }

  public Kind kind() {
    return kind;
  }
}
