package org.scrubber.captures.sample;

/**
 * The ground truth of a packet.
 *
 * @param attack true for attack traffic
 * @param vector kebab-case name of the attack vector, "-" for legitimate traffic
 * @param tenant name of the organisation that the packet concerns
 */
public record Label(boolean attack, String vector, String tenant) {

  /** Returns the label of legitimate traffic of a tenant. */
  public static Label legit(Tenant tenant) {
    return new Label(false, "-", tenant.objectName());
  }

  /** Returns the label of an attack on a tenant. */
  public static Label attack(String vector, Tenant tenant) {
    return new Label(true, vector, tenant.objectName());
  }

  /** Returns LEGIT or ATTACK. */
  public String kind() {
    return attack ? "ATTACK" : "LEGIT";
  }
}
