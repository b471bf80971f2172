package org.scrubber.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.table.ProxyTable;

/**
 * The proxy's connections of all workers of a process: a {@link ProxyFile} each in the directory of
 * the state, or memory that ends with the process where none is kept.
 *
 * <p>Once a worker has connections they go on being translated, also under a policy that proxies no
 * more: they would hang otherwise. One thread.
 */
public final class ProxyFiles implements AutoCloseable {
  private final @Nullable Path directory;
  private final List<@Nullable ProxyFile> files = new ArrayList<>();
  private final List<@Nullable ProxyTable> tables = new ArrayList<>();
  private long seed;

  /**
   * Opens nothing yet.
   *
   * @param directory where files are, made when the first is, or null for memory alone
   */
  public ProxyFiles(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * Returns a worker's connections, the same at each call as long as the seed is; under another
   * they begin anew, since nothing would be found.
   *
   * @param worker number of the worker, from 0
   * @param wanted whether the policy proxies
   * @param newSeed the policy's
   * @return null where nothing was proxied and nothing is to be
   * @throws IOException when a file cannot be used; the message is one line for people
   */
  public @Nullable ProxyTable of(int worker, boolean wanted, long newSeed) throws IOException {
    if (newSeed != seed) {
      forget();
      seed = newSeed;
    }
    while (tables.size() <= worker) {
      tables.add(null);
      files.add(null);
    }
    ProxyTable known = tables.get(worker);
    if (known != null) {
      return known;
    }
    Path path = directory == null ? null : directory.resolve("worker-" + worker + ".proxied");
    if (!wanted && (path == null || !Files.exists(path))) {
      return null;
    }
    ProxyTable made;
    if (path == null) {
      made = ProxyTable.inMemory(ProxyTable.CAPACITY);
    } else {
      make(path.getParent());
      ProxyFile file = ProxyFile.open(path, ProxyTable.CAPACITY, newSeed);
      files.set(worker, file);
      made = file.table();
    }
    tables.set(worker, made);
    return made;
  }

  private static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
  }

  /** Lets go of what another seed is about; who still judges by it keeps its memory. */
  private void forget() throws IOException {
    for (int worker = 0; worker < files.size(); worker++) {
      ProxyFile file = files.get(worker);
      if (file != null && directory != null) {
        file.close();
        // The next one is another file, so that a worker which still judges writes into its own.
        Files.deleteIfExists(directory.resolve("worker-" + worker + ".proxied"));
      }
    }
    files.clear();
    tables.clear();
  }

  /** Lets other processes have the files. The tables must not be used any more. */
  @Override
  public void close() throws IOException {
    for (ProxyFile file : files) {
      if (file != null) {
        file.close();
      }
    }
    files.clear();
    tables.clear();
  }
}
