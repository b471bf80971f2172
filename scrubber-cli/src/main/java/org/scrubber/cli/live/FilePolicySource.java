package org.scrubber.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.PolicySource;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.Policies;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

/** The policy of the command line: a file, prefixes, or both. */
final class FilePolicySource implements PolicySource {
  private final @Nullable Path file;
  private final List<Prefix> prefixes;
  private final Seed seed;
  private final Consumer<String> warnings;

  /** What the file names besides itself, as of its own version. */
  private List<Path> feeds = List.of();

  private long ownVersion;

  /**
   * Creates a source; nothing is read yet.
   *
   * @param seed for a policy that sets none
   * @param warnings hears a line for each thing that the operator should know of a policy
   */
  FilePolicySource(
      @Nullable Path file, List<Prefix> prefixes, Seed seed, Consumer<String> warnings) {
    this.file = file;
    this.prefixes = prefixes;
    this.seed = seed;
    this.warnings = warnings;
  }

  @Override
  public Policy load() throws IOException {
    try {
      Policy policy = read();
      return Policies.hasOwnSeed(policy) ? policy : policy.withSeed(seed.value());
    } catch (PolicyException e) {
      throw new WrongPolicyException(e);
    }
  }

  private Policy read() throws PolicyException {
    if (file == null) {
      return Policies.protecting(prefixes);
    }
    LoadedPolicy loaded = PolicyLoader.load(file);
    loaded.warnings().forEach(warnings);
    return prefixes.isEmpty() ? loaded.policy() : Policies.withProtected(loaded.policy(), prefixes);
  }

  @Override
  public long version() {
    if (file == null) {
      return 0;
    }
    long version = version(file);
    if (version != ownVersion) {
      ownVersion = version;
      feeds = PolicyLoader.feeds(file); // Also of one that is refused: a feed may put that right.
    }
    for (Path feed : feeds) {
      version = 31 * version + version(feed);
    }
    return version;
  }

  private static long version(Path one) {
    try {
      BasicFileAttributes now = Files.readAttributes(one, BasicFileAttributes.class);
      return 31 * now.lastModifiedTime().to(TimeUnit.MICROSECONDS) + now.size();
    } catch (IOException e) {
      return -1; // Being replaced, perhaps: it has another version soon.
    }
  }

  /** A policy that cannot be used, where only an input or output may fail. */
  static final class WrongPolicyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient PolicyException cause;

    WrongPolicyException(PolicyException cause) {
      super(cause.getMessage(), cause);
      this.cause = cause;
    }

    PolicyException policy() {
      return cause;
    }
  }
}
