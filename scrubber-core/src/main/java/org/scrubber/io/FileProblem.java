package org.scrubber.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/**
 * What is wrong with a file, for people: the library's messages are often no more than its name.
 */
public final class FileProblem {
  private FileProblem() {}

  /** Returns why, without the file's name unless nothing else is known. */
  public static String cause(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> "no such file or directory";
      case AccessDeniedException f -> "permission denied";
      case FileAlreadyExistsException f -> "exists and is no directory";
      case FileSystemException f when f.getReason() != null -> decapitalised(f.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** Returns the file's name, as far as it is known, and why. */
  public static String line(IOException e) {
    String cause = cause(e);
    return e instanceof FileSystemException f
            && f.getFile() != null
            && !cause.equals(e.getMessage())
        ? f.getFile() + ": " + cause
        : cause;
  }

  private static String decapitalised(String text) {
    boolean acronym = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return acronym || text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
