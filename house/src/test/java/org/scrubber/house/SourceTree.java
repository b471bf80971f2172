package org.scrubber.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java sources of all modules, as they lie on disk.
 *
 * @param root the project's root
 * @param files every Java source, sorted, without what was generated
 */
record SourceTree(Path root, List<Path> files) {

  /** Returns the tree that this build works on. */
  static SourceTree ofThisBuild() {
    String property = System.getProperty("house.root");
    return of(Path.of(property == null ? ".." : property));
  }

  /** Returns the sources below {@code root}, hidden and target directories left out. */
  static SourceTree of(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          absolute,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any) {
              String name = directory.getFileName().toString();
              boolean skip =
                  !directory.equals(absolute) && (name.startsWith(".") || name.equals("target"));
              return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
              if (file.toString().endsWith(".java")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    files.sort(null);
    return new SourceTree(absolute, List.copyOf(files));
  }

  /** Returns the sources below {@code src/main}. */
  List<Path> mainFiles() {
    return files.stream().filter(SourceTree::isMain).toList();
  }

  /** Tells whether {@code file} belongs to what ships rather than to tests. */
  static boolean isMain(Path file) {
    return file.toString().contains("/src/main/java/");
  }

  /** Returns the path as a reader would name it. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  /** Returns the file's content. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
