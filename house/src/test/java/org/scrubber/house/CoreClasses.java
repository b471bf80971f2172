package org.scrubber.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.scrubber.batch.PacketBatch;

/** The compiled classes of scrubber-core, from its jar or its target/classes. */
final class CoreClasses {
  private CoreClasses() {}

  /** Returns every class of the engine. */
  static List<ClassModel> all() {
    try {
      Path place =
          Path.of(PacketBatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return below(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return below(jar.getPath("/"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (URISyntaxException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Returns the class that {@code type} was loaded from. */
  static ClassModel of(Class<?> type) {
    String name = "/" + type.getName().replace('.', '/') + ".class";
    try (var stream = type.getResourceAsStream(name)) {
      return ClassFile.of().parse(stream.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<ClassModel> below(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.getFileName().toString().endsWith("-info.class"))
          .sorted()
          .map(CoreClasses::parse)
          .toList();
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
