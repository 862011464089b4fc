package io.replog.log.storage;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Describes failures of files, whose messages often are only the file's name. */
public final class Reason {

  private Reason() {}

  /** The file, if {@code failure} names it, and why. */
  public static String of(Throwable failure) {
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return failure instanceof FileSystemException e && e.getReason() == null
        ? said + ": " + of(e)
        : said;
  }

  private static String of(FileSystemException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "Permission denied";
      case NoSuchFileException e -> "No such file or directory";
      case FileAlreadyExistsException e -> "a file is in its place";
      case NotDirectoryException e -> "Not a directory";
      default -> failure.getClass().getSimpleName();
    };
  }
}
