package org.scrubber.report;

import java.util.List;
import java.util.Locale;

/**
 * An attack on one protected object: all its vectors, until ten minutes have gone by without any.
 *
 * <p>Times are those of packets, ns since the epoch; rates are the highest sums over a second.
 *
 * @param id made of start and object, for example {@code incident-20210504T110012Z-tax-portal}
 * @param campaignId the same for incidents of several objects that belong together
 * @param object name of the protected object
 * @param targets what was hit: prefixes, of which none lies in another
 * @param startNs first packet of the attack, as far as it can be known
 * @param stopNs last packet of the attack, not of the hold after it
 * @param running true while a mitigation of the object is active
 * @param severity how far the attack was above the thresholds
 * @param peakPps highest rate of all vectors together, packets/s
 * @param peakBps the same in bit/s
 * @param packets packets of the vectors
 * @param bytes their bytes on the wire
 * @param sources distinct sources; an estimate above 100
 * @param vectors by start
 */
public record Incident(
    String id,
    String campaignId,
    String object,
    List<String> targets,
    long startNs,
    long stopNs,
    boolean running,
    Severity severity,
    long peakPps,
    long peakBps,
    long packets,
    long bytes,
    long sources,
    List<Vector> vectors) {

  /** Whether an attack goes on, by its last packet and its mitigations. */
  public enum State {
    /** It was sending at the moment that is told of. */
    RUNNING,
    /** It had stopped sending; what was raised against it was still in place. */
    HELD,
    /** All that was raised against it had ended. */
    OVER;

    /** So long after its last packet nobody would say that an attack is under way. */
    private static final long QUIET_NS = 2_000_000_000L;

    /**
     * Returns the state at a moment.
     *
     * @param mitigated whether a mitigation is active
     * @param stopNs the attack's last packet, ns since the epoch
     * @param asOfNs the moment
     */
    public static State of(boolean mitigated, long stopNs, long asOfNs) {
      if (!mitigated) {
        return OVER;
      }
      return asOfNs - stopNs < QUIET_NS ? RUNNING : HELD;
    }

    /** Returns its name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far an attack was above the thresholds that it passed. */
  public enum Severity {
    /** Less than twice. */
    LOW,
    /** Twice and more. */
    MEDIUM,
    /** Ten times and more. */
    HIGH,
    /** A hundred times and more. */
    CRITICAL
  }

  /**
   * One vector of an incident on one target; pulses of it are one entry. A packet that nothing
   * speaks for belongs to it, whether it was dropped, challenged or let through.
   *
   * @param vector kebab-case name, for example dns-amplification
   * @param target the narrowest of host, network (/24 or /64) and prefix that takes 99 % of it
   * @param startNs first packet of the vector, as far as it can be known
   * @param stopNs its last packet, not that of the hold
   * @param running true while its mitigation is active
   * @param peakPps highest sum of packets over a second
   * @param peakBps highest sum of bits over a second
   * @param meanPps packets/s from start to stop
   * @param packets packets that nothing speaks for
   * @param bytes their bytes on the wire
   * @param sources distinct sources; an estimate above 100
   * @param pulses how often it rose above its threshold after a pause
   * @param sharePercent its peak, of the incident's
   * @param significant false for crumbs: under 5 % of the incident's peak and under its own
   *     threshold, or the ICMP errors that another vector causes
   * @param parts what a carpet is made of, largest first; empty for others
   */
  public record Vector(
      String vector,
      String target,
      long startNs,
      long stopNs,
      boolean running,
      long peakPps,
      long peakBps,
      long meanPps,
      long packets,
      long bytes,
      long sources,
      int pulses,
      int sharePercent,
      boolean significant,
      List<Vector> parts) {}
}
