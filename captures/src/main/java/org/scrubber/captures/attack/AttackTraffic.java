package org.scrubber.captures.attack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.tcp.Backlogs;
import org.scrubber.captures.world.Stream;

/** Installs the vectors of a scenario. */
public final class AttackTraffic {
  private static final double SECOND_NS = 1e9;

  private AttackTraffic() {}

  /**
   * Lets every vector of the setting's scenario send, from its start to its end.
   *
   * @throws IllegalArgumentException when a vector asks for a tool, pool or target that is not
   *     there; the message names the scenario and the vector
   */
  public static void install(Setting setting) {
    for (VectorPlan vector : setting.scenario().vectors()) {
      try {
        install(setting, vector);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            setting.scenario().id() + " " + vector.id() + ": " + e.getMessage(), e);
      }
    }
  }

  private static void install(Setting setting, VectorPlan vector) {
    Stream stream = setting.world().stream(vector.id(), "attack");
    Shot shot = new Shot(stream.random());
    long startNs = setting.attackNs() + (long) (vector.startS() * SECOND_NS);
    Rhythm rhythm = Rhythm.of(vector, setting.attackPps(vector));
    List<Weapon> weapons = weapons(setting, vector, stream);
    Object turns = vector.values().get("sequence");
    Sequence sequence = turns instanceof Map<?, ?> map ? new Sequence(map, startNs) : null;
    boolean inbound = !Boolean.TRUE.equals(vector.values().get("outbound"));
    Barrage barrage =
        new Barrage(
            stream,
            shot,
            rhythm,
            startNs,
            weapons,
            inbound,
            sequence,
            Backlogs.of(setting.world()));
    setting.world().at(stream, startNs, barrage, 0);
    if (sequence != null) {
      long endNs = startNs + (long) rhythm.lengthNs();
      Scout.send(setting, vector, weapons.getFirst().targets(), sequence, startNs, endNs);
    }
  }

  /** Returns the vector's tools; each has what the vector says where it says nothing itself. */
  private static List<Weapon> weapons(Setting setting, VectorPlan vector, Stream stream) {
    if (!(vector.values().get("tools") instanceof List<?> mix)) {
      return List.of(weapon(setting, vector, stream, vector.values(), 1));
    }
    List<Weapon> weapons = new ArrayList<>();
    for (Object one : mix) {
      Map<String, Object> values = new HashMap<>(vector.values());
      ((Map<?, ?>) one).forEach((key, value) -> values.put((String) key, value));
      double weight = values.get("weight") instanceof Number number ? number.doubleValue() : 1;
      weapons.add(weapon(setting, vector, stream, values, weight));
    }
    return weapons;
  }

  private static Weapon weapon(
      Setting setting,
      VectorPlan vector,
      Stream stream,
      Map<String, Object> values,
      double weight) {
    Arsenal.Entry entry = Arsenal.entry((String) values.get("tool"));
    Tool tool = entry.maker().make(new Kit(setting, stream, vector.number(), values));
    int byDefault = defaultTenant(setting);
    Sources sources =
        SourcePools.of(
            setting.plan(),
            setting.world().liveFlows(),
            values.get("from"),
            number(values, "skew"),
            number(values, "zipf"),
            stream.random());
    return new Weapon(
        tool,
        weight,
        sources,
        Targets.of(setting.plan(), values.get("to"), byDefault),
        Ports.of(values.getOrDefault("port", 0)),
        vector.number(),
        (String) values.getOrDefault("vector", entry.vector()),
        entry.vector().equals("syn-flood"),
        Boolean.TRUE.equals(values.get("invariant")),
        setting.plan().tenants().size());
  }

  private static int defaultTenant(Setting setting) {
    List<String> targets = setting.scenario().targets();
    return targets.isEmpty() ? 0 : setting.plan().tenant(targets.getFirst()).number();
  }

  private static double number(Map<String, Object> values, String key) {
    return values.get(key) instanceof Number number ? number.doubleValue() : 0;
  }
}
