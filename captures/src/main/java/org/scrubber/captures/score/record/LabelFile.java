package org.scrubber.captures.score.record;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.run.Task;
import org.scrubber.captures.world.Truth;

/**
 * What each packet of a capture really is: a text that names the numbers, then 26 bytes a packet,
 * big-endian. It appears whole or not at all. One thread.
 */
public final class LabelFile implements AutoCloseable {
  /** First bytes of the file; the digit is the version. */
  public static final String MAGIC = "SCRBLBL1";

  /** Bytes of a record: index (8), time (8), kind (2), vector (2), tenant (2), flow (4). */
  public static final int RECORD_BYTES = 26;

  /** Stands for no vector, or no tenant. */
  public static final int NONE = 0xffff;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path target;
  private final Path partial;
  private final DataOutputStream out;
  private long packets;

  /** Begins the labels of a task. */
  public LabelFile(Path file, Task task) throws IOException {
    target = file.toAbsolutePath();
    partial =
        target.resolveSibling(
            ".%s.partial-%d".formatted(target.getFileName(), ProcessHandle.current().pid()));
    Files.deleteIfExists(partial);
    partial.toFile().deleteOnExit();
    out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_BYTES));
    byte[] names = names(task).getBytes(StandardCharsets.UTF_8);
    out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeInt(names.length);
    out.write(names);
  }

  /** Returns the text that says what the numbers stand for, a line each, tab separated. */
  static String names(Task task) {
    StringBuilder text = new StringBuilder();
    line(text, "scenario", task.scenario().id());
    line(text, "mode", task.mode());
    line(text, "profile", task.profile());
    line(text, "seed", task.seed());
    for (Truth.Kind kind : Truth.Kind.values()) {
      line(text, "kind", kind.ordinal(), kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    for (VectorPlan vector : task.scenario().vectors()) {
      line(text, "vector", vector.number(), vector.id(), String.join(",", vector.vectors()));
    }
    for (Tenant tenant : Plan.standard().tenants()) {
      line(text, "tenant", tenant.number(), tenant.id(), tenant.name());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Object... cells) {
    for (int k = 0; k < cells.length; k++) {
      text.append(k == 0 ? "" : "\t").append(cells[k]);
    }
    text.append('\n');
  }

  /** Adds the label of the next packet; {@code timestampNs} is since the epoch. */
  public void add(long timestampNs, Truth truth, int flow) throws IOException {
    out.writeLong(packets++);
    out.writeLong(timestampNs);
    out.writeShort(truth.kind().ordinal());
    out.writeShort(truth.vector() < 0 ? NONE : truth.vector());
    out.writeShort(truth.tenant() < 0 ? NONE : truth.tenant());
    out.writeInt(flow);
  }

  /** Returns how many labels there are. */
  public long packets() {
    return packets;
  }

  /** Lets the file appear, replacing one that exists. */
  public void commit() throws IOException {
    out.close();
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Closes; without {@link #commit} before, nothing remains. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
