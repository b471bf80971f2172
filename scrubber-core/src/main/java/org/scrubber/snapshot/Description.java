package org.scrubber.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;

/**
 * What a snapshot holds, as text of a line each: the protected objects and prefixes by their index,
 * and every piece of state in order. Immutable.
 *
 * @param objects names of the protected objects
 * @param prefixes their prefixes, in the order of the packet path
 * @param pieces the pieces of state
 */
record Description(List<String> objects, List<String> prefixes, List<Piece> pieces) {
  private static final String OBJECT = "object ";
  private static final String PREFIX = "prefix ";
  private static final String STATE = "state ";

  /**
   * A piece of state.
   *
   * @param name by which it is found again
   * @param places how many
   * @param placeBytes what each takes
   */
  record Piece(String name, int places, int placeBytes) {
    long bytes() {
      return (long) places * placeBytes;
    }
  }

  /** Describes a worker. */
  static Description of(Worker worker) {
    List<String> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (ProtectedObject object : worker.policy().objects()) {
      objects.add(object.name());
      for (Prefix prefix : object.prefixes()) {
        prefixes.add(prefix.toString());
      }
    }
    List<Piece> pieces = new ArrayList<>();
    Carrier carrier = new Carrier();
    for (Inventory.Item item : worker.inventory().items()) {
      int places = item.state().places();
      carrier.measure();
      if (places > 0) {
        item.state().carry(carrier, 0);
      }
      pieces.add(new Piece(item.name(), places, carrier.bytes()));
    }
    return new Description(List.copyOf(objects), List.copyOf(prefixes), List.copyOf(pieces));
  }

  /** Reads what {@link #text} has written; anything else gives a description of nothing. */
  static Description read(String text) {
    List<String> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith(OBJECT)) {
        objects.add(line.substring(OBJECT.length()));
      } else if (line.startsWith(PREFIX)) {
        prefixes.add(line.substring(PREFIX.length()));
      } else if (line.startsWith(STATE)) {
        String[] words = line.split(" ");
        int places = Integer.parseInt(words[2]);
        pieces.add(new Piece(words[1], places, Integer.parseInt(words[3])));
      }
    }
    return new Description(objects, prefixes, pieces);
  }

  /** Returns it as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    objects.forEach(name -> text.append(OBJECT).append(name).append('\n'));
    prefixes.forEach(prefix -> text.append(PREFIX).append(prefix).append('\n'));
    for (Piece one : pieces) {
      text.append(STATE).append(one.name()).append(' ').append(one.places());
      text.append(' ').append(one.placeBytes()).append('\n');
    }
    return text.toString();
  }

  /** Returns the bytes that all pieces take. */
  long bytes() {
    return pieces.stream().mapToLong(Piece::bytes).sum();
  }

  /** Returns the index of each of {@code old} among {@code now}, or -1. */
  static int[] translation(List<String> old, List<String> now) {
    Map<String, Integer> indices = new HashMap<>();
    for (int k = 0; k < now.size(); k++) {
      indices.put(now.get(k), k);
    }
    return old.stream().mapToInt(name -> indices.getOrDefault(name, -1)).toArray();
  }
}
