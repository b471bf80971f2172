package org.scrubber.cli.report.geo;

/**
 * Where an address is said to be from.
 *
 * @param asn number of the network that announces it; 0 when unknown
 * @param organization whose network that is; empty when unknown
 * @param country two letters of ISO 3166; empty when unknown
 */
public record Origin(long asn, String organization, String country) {
  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin(0, "", "");

  /** Returns this, with what it does not know from another. */
  Origin or(Origin other) {
    return new Origin(
        asn == 0 ? other.asn : asn,
        asn == 0 ? other.organization : organization,
        country.isEmpty() ? other.country : country);
  }
}
