package org.scrubber.cli.report.geo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Databases asked in order: what the first does not know, the next may. Countries and networks come
 * in files of their own as a rule. One thread.
 */
public final class GeoDatabases implements AutoCloseable {
  private final List<GeoDatabase> databases = new ArrayList<>();

  /** Creates it without any, so that nothing is known of any address. */
  public GeoDatabases() {}

  /**
   * What a database says of itself.
   *
   * @param file name of its file
   * @param type as GeoLite2-ASN
   * @param builtNs when it was made, ns since the epoch
   */
  public record Facts(String file, String type, long builtNs) {}

  /**
   * Opens files.
   *
   * @throws GeoException when one is missing, damaged, or another kind of database
   */
  public static GeoDatabases open(List<Path> files) throws GeoException {
    GeoDatabases opened = new GeoDatabases();
    try {
      for (Path file : files) {
        if (!Files.isRegularFile(file)) {
          throw new GeoException(file + ": no such file; expected a MaxMind database (.mmdb)");
        }
        opened.databases.add(new GeoDatabase(file));
      }
      return opened;
    } catch (GeoException e) {
      opened.close();
      throw e;
    }
  }

  /** Tells whether there are none. */
  public boolean isEmpty() {
    return databases.isEmpty();
  }

  /** Returns what they say of themselves. */
  public List<Facts> facts() {
    return databases.stream().map(GeoDatabase::facts).toList();
  }

  /**
   * Returns where an address is from.
   *
   * @param family 4 or 6
   * @param high upper half of the address, as in a batch; 0 for IPv4
   * @param low lower half, or the IPv4 address
   * @throws GeoException when a database turns out to be damaged
   */
  public Origin of(int family, long high, long low) throws GeoException {
    Origin origin = Origin.UNKNOWN;
    for (GeoDatabase one : databases) {
      origin = origin.or(one.of(family, high, low));
    }
    return origin;
  }

  @Override
  public void close() {
    for (GeoDatabase one : databases) {
      try {
        one.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
