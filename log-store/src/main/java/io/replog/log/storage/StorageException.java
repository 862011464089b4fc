package io.replog.log.storage;

/**
 * The disk refused. After a commit failed this way nobody can know how much of it is on the disk,
 * so the storage accepts no further commit until its process is started anew.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  public StorageException(String message) {
    super(message);
  }
}
