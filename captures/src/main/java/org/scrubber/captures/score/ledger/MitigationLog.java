package org.scrubber.captures.score.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;

/**
 * Which mitigations were raised and withdrawn, and when: looks at the engine's list every 100 ms.
 * One thread.
 */
public final class MitigationLog {
  private final Supplier<Mitigations> engine;
  private final Treatment[] current = new Treatment[Mitigations.CAPACITY];
  private final List<Treatment> treatments = new ArrayList<>();

  /** Creates a log of the list that the engine has at a time: after a restart it is another. */
  MitigationLog(Supplier<Mitigations> engine) {
    this.engine = engine;
  }

  /** One mitigation of a target, from when it was first raised on. */
  public static final class Treatment {
    private final int object;
    private final int vector;
    private final Address target;
    private final int targetLength;
    private final int tenant;
    private final long raisedNs;
    private long withdrawnNs = -1;
    private int pulses;
    private String vectors = "";
    private long judged;

    private Treatment(Mitigation one, long nowNs) {
      object = one.object;
      vector = one.vector;
      target = new Address(one.family, one.targetHigh, one.targetLow);
      targetLength = one.targetLength;
      Tenant owner = Plan.standard().tenantOf(target);
      tenant = owner == null ? -1 : owner.number();
      raisedNs = nowNs;
    }

    private boolean isOf(Mitigation one) {
      return one.object == object
          && one.vector == vector
          && one.targetLength == targetLength
          && one.family == target.family()
          && one.targetHigh == target.high()
          && one.targetLow == target.low()
          && one.pulses >= pulses;
    }

    /** Returns the index of the protected object. */
    public int object() {
      return object;
    }

    /** Returns the name of the vector that it is named by. */
    public String vector() {
      return Vectors.name(vector);
    }

    /** Returns the names of the vectors that it treats, joined by a comma and a blank. */
    public String vectors() {
      return vectors;
    }

    /** Returns the number of the tenant whose it is, -1 for none. */
    public int tenant() {
      return tenant;
    }

    /** Returns the target as a prefix. */
    public String target() {
      return target + "/" + targetLength;
    }

    /** Returns when it was seen to be raised first, ns of the world. */
    public long raisedNs() {
      return raisedNs;
    }

    /** Returns when it was seen to be withdrawn last, ns of the world; -1 while it holds. */
    public long withdrawnNs() {
      return withdrawnNs;
    }

    /** Returns how often it was raised. */
    public int pulses() {
      return pulses;
    }

    /** Returns how many packets it dropped or challenged. */
    public long judged() {
      return judged;
    }
  }

  /** Looks at the list. */
  void look(long nowNs) {
    Mitigations mitigations = engine.get();
    for (int index = 0, size = mitigations.size(); index < size; index++) {
      Mitigation one = mitigations.get(index);
      Treatment treatment = current[index];
      boolean active = one.isActive();
      if (treatment == null || !treatment.isOf(one)) {
        treatment = new Treatment(one, nowNs);
        treatments.add(treatment);
        current[index] = treatment;
      }
      if (active || one.pulses != treatment.pulses) {
        treatment.withdrawnNs = active ? -1 : nowNs;
        treatment.pulses = one.pulses;
      } else if (treatment.withdrawnNs < 0) {
        treatment.withdrawnNs = nowNs;
      }
    }
  }

  /** Notes what became of each; at the end. */
  void close(long nowNs) {
    look(nowNs);
    Mitigations mitigations = engine.get();
    for (int index = 0, size = mitigations.size(); index < size; index++) {
      current[index].vectors = mitigations.get(index).treated();
      current[index].judged = mitigations.get(index).ledger.packets();
    }
  }

  /** Returns all that were raised, in the order in which they were seen first. */
  public List<Treatment> treatments() {
    return treatments;
  }
}
