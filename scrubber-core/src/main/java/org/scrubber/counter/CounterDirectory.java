package org.scrubber.counter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.scrubber.io.linux.NetworkNamespace;

/**
 * Where counter files are kept unless somebody says otherwise: for root {@code /run/scrubber}, for
 * others {@code $XDG_RUNTIME_DIR/scrubber}; where that does not lie in memory, {@code
 * /dev/shm/scrubber}, with the user's name behind it for others than root.
 *
 * @param run usually {@code /run}
 * @param shm usually {@code /dev/shm}
 * @param runtimeOrEmpty value of {@code XDG_RUNTIME_DIR}
 * @param user name of the user
 * @param namespace number of the network namespace, where it is not that of the machine; else empty
 */
public record CounterDirectory(
    Path run, Path shm, String runtimeOrEmpty, String user, String namespace) {
  /** What names of counter files end in. */
  public static final String SUFFIX = ".counters";

  private static final String NAME = "scrubber";
  private static final String IN = "@";

  /** Returns the directories of this machine and user. */
  public static CounterDirectory system() {
    Map<String, String> environment = System.getenv();
    return new CounterDirectory(
        Path.of("/run"),
        Path.of("/dev/shm"),
        environment.getOrDefault("XDG_RUNTIME_DIR", ""),
        System.getProperty("user.name", "nobody"),
        NetworkNamespace.numberUnlessOfMachine());
  }

  /**
   * Returns where an instance between two interfaces keeps its counters by default. Interfaces of
   * several namespaces may have the same names.
   */
  public Path file(String outside, String inside) {
    String name = (outside + "-" + inside).replaceAll("[^A-Za-z0-9._-]", "_");
    return forWriting().resolve(inNamespace(name) + SUFFIX);
  }

  /** Returns the name of an instance in this network namespace, by the names of its interfaces. */
  public String inNamespace(String name) {
    return namespace.isEmpty() ? name : name + IN + namespace;
  }

  /** Tells whether the name of a file is that of an instance in this network namespace. */
  public boolean isInNamespace(Path file) {
    String name = String.valueOf(file.getFileName());
    return namespace.isEmpty() ? !name.contains(IN) : name.endsWith(IN + namespace + SUFFIX);
  }

  private Path forWriting() {
    List<Path> all = all(user.equals("root"));
    return all.stream().filter(this::isSuitable).findFirst().orElse(all.getFirst());
  }

  private boolean isSuitable(Path directory) {
    Path parent = directory.getParent();
    return parent != null && isInMemory(parent) && (!Files.exists(directory) || isOurs(directory));
  }

  /** Anybody may make a directory in /dev/shm. */
  private boolean isOurs(Path directory) {
    try {
      return Files.getOwner(directory).getName().equals(user);
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> all(boolean root) {
    List<Path> all = new ArrayList<>();
    if (root) {
      all.add(run.resolve(NAME));
    } else if (!runtimeOrEmpty.isEmpty()) {
      all.add(Path.of(runtimeOrEmpty).resolve(NAME));
    }
    all.add(shm.resolve(root ? NAME : NAME + "-" + user));
    return all;
  }

  private static boolean isInMemory(Path directory) {
    try {
      String type = Files.getFileStore(directory).type();
      return Files.isWritable(directory) && (type.equals("tmpfs") || type.equals("ramfs"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the counter files in these directories, also those of root, by name. */
  public List<Path> files() {
    List<Path> directories = new ArrayList<>(all(user.equals("root")));
    directories.addAll(all(true));
    List<Path> files = new ArrayList<>();
    for (Path directory : directories.stream().distinct().toList()) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries.filter(one -> one.toString().endsWith(SUFFIX)).sorted().forEach(files::add);
      } catch (IOException e) {
        // Nobody keeps any there, or not for us.
      }
    }
    return files;
  }

  /** Makes the directory of a counter file unless it is there: others may look, and not write. */
  static void makeFor(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
