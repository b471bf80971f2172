package org.scrubber.cli.report.geo;

import com.maxmind.db.NoCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One database, mapped into memory. Names of fields are those of MaxMind's own databases, which
 * others follow, and of IPinfo's.
 */
final class GeoDatabase implements AutoCloseable {
  /** Addresses that are asked for when it opens, so that damage shows before any work is done. */
  private static final int PROBES = 256;

  private final Path file;
  private final Reader reader;
  private final boolean holdsIpv6;

  GeoDatabase(Path file) throws GeoException {
    this.file = file;
    try {
      reader = new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, NoCache.getInstance());
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    holdsIpv6 = reader.getMetadata().ipVersion() == 6;
    try {
      probe();
    } catch (GeoException e) {
      try (reader) {
        throw e;
      } catch (IOException closing) {
        throw e;
      }
    }
  }

  private void probe() throws GeoException {
    for (int k = 0; k < PROBES; k++) {
      of(4, 0, (long) k << 24 | 0x01_0101);
      of(6, (0x2000L + 32L * k) << 48, 0);
    }
  }

  GeoDatabases.Facts facts() {
    long builtNs = reader.getMetadata().buildTime().getEpochSecond() * 1_000_000_000L;
    return new GeoDatabases.Facts(file.toString(), reader.getMetadata().databaseType(), builtNs);
  }

  Origin of(int family, long high, long low) throws GeoException {
    if (family == 6 && !holdsIpv6) {
      return Origin.UNKNOWN;
    }
    try {
      Map<?, ?> found = reader.get(address(family, high, low), Map.class);
      return found == null ? Origin.UNKNOWN : origin(found);
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  private static InetAddress address(int family, long high, long low) throws UnknownHostException {
    byte[] bytes =
        family == 4
            ? ByteBuffer.allocate(4).putInt((int) low).array()
            : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    return InetAddress.getByAddress(bytes);
  }

  private static Origin origin(Map<?, ?> found) {
    Object asn = found.get("autonomous_system_number");
    String named = text(found.get("asn")); // As IPinfo has it: AS64496.
    long number =
        asn instanceof Number n
            ? n.longValue()
            : named.matches("AS[0-9]{1,10}") ? Long.parseLong(named.substring(2)) : 0;
    String organization = text(found.get("autonomous_system_organization"));
    String country = code(found.get("country"));
    country = country.isEmpty() ? text(found.get("country_code")) : country;
    country = country.isEmpty() ? code(found.get("registered_country")) : country;
    return new Origin(
        number,
        organization.isEmpty() ? text(found.get("as_name")) : organization,
        country.matches("[A-Z]{2}") ? country : "");
  }

  private static String code(@Nullable Object country) {
    return country instanceof Map<?, ?> map ? text(map.get("iso_code")) : text(country);
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  private GeoException damaged(Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new GeoException(
        file
            + ": is no sound MaxMind database (.mmdb): "
            + why.replaceAll("\\s+", " ").replaceAll(" ?\\(?" + file.getFileName() + "\\)?", ""));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
