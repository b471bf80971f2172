package org.scrubber.cli.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who runs the program, as far as the machine knows: behind an account that several people use, the
 * person who became it, by sudo or by the login that the kernel keeps of every process.
 */
public final class Operator {
  private static final Path LOGIN = Path.of("/proc/self/loginuid");
  private static final Path ACCOUNTS = Path.of("/etc/passwd");

  /** Of a process that no login began. */
  private static final String NO_LOGIN = "4294967295";

  private Operator() {}

  /** Returns who it is: {@code root}, or {@code alice as root}. */
  public static String name() {
    return name(
        System.getProperty("user.name", ""),
        System.getenv("SUDO_USER"),
        lines(LOGIN).stream().findFirst().orElse(NO_LOGIN),
        lines(ACCOUNTS));
  }

  /**
   * Returns whose a file is and when it was written, in words; empty where there is none. Who has
   * sent a signal is nothing that a JVM learns; who can have written the policy that it loads is.
   */
  public static String writerOf(Path file) {
    try {
      return "from a file of %s written at %s"
          .formatted(
              Files.getOwner(file).getName(),
              Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS));
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Returns who it is.
   *
   * @param account that the process runs under
   * @param sudo who became it by sudo, or null
   * @param login number of the user whose login began the process
   * @param accounts lines as in a passwd file
   */
  static String name(String account, @Nullable String sudo, String login, List<String> accounts) {
    String person = sudo == null || sudo.isBlank() ? user(login, accounts) : sudo.strip();
    return person.isEmpty() || person.equals(account) ? account : person + " as " + account;
  }

  private static String user(String number, List<String> accounts) {
    if (number.equals(NO_LOGIN) || !number.matches("[0-9]{1,10}")) {
      return "";
    }
    return accounts.stream()
        .map(line -> line.split(":", 4))
        .filter(parts -> parts.length == 4 && parts[2].equals(number))
        .map(parts -> parts[0])
        .findFirst()
        .orElse("uid " + number);
  }

  /** Returns the lines of a file; none where it cannot be read, as on other systems. */
  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
