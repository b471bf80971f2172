package org.scrubber.cli.machine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassMode;
import org.scrubber.bypass.BypassStatus;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.io.netlink.Link;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber bypass}: the bridge over which packets pass when the scrubber does not run. */
@Command(
    name = "bypass",
    description = {
      "Open, close or show the bypass: the bridge beneath two interfaces, over which packets pass"
          + " when the scrubber does not run."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {BypassCommand.Open.class, BypassCommand.Close.class, BypassCommand.Status.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber bypass open --outside eth1 --inside eth2",
      "  scrubber bypass status --outside eth1 --inside eth2"
    })
public final class BypassCommand implements Runnable {
  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  /** Tells what is missing when no subcommand is given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: open, close or status");
  }

  /** {@code scrubber bypass open}. */
  @Command(
      name = "open",
      description = "Join the two interfaces by a bridge. It stays until it is closed.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Open implements Callable<Integer> {
    @ParentCommand private BypassCommand bypass;
    @Mixin private InterfaceOptions interfaces;

    @Override
    public Integer call() throws IOException {
      Terminal terminal = bypass.main.terminal();
      try (Bypass opened =
          Bypass.prepare(BypassMode.BRIDGE, interfaces.outside(), interfaces.inside())) {
        terminal.print(String.join("\n", opened.notes()) + "\n");
        opened.warnings().forEach(line -> terminal.complain("warning: " + line));
      }
      return ExitCode.OK;
    }
  }

  /** {@code scrubber bypass close}. */
  @Command(
      name = "close",
      description = {
        "Remove the bridge that scrubber has made. Packets stop when the scrubber does not run."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Close implements Callable<Integer> {
    @ParentCommand private BypassCommand bypass;
    @Mixin private InterfaceOptions interfaces;

    @Override
    public Integer call() throws IOException {
      BypassStatus before = Bypass.status(interfaces.outside(), interfaces.inside());
      String removed = Bypass.remove(interfaces.outside(), interfaces.inside());
      Terminal terminal = bypass.main.terminal();
      terminal.print(removed == null ? "there is no bypass\n" : "removed bridge " + removed + "\n");
      if (removed != null && (hasProgram(before.outside()) || hasProgram(before.inside()))) {
        terminal.complain(
            "warning: an XDP program is attached, so a scrubber runs here: it makes the bridge"
                + " again within a second, unless it has --bypass none");
      }
      return ExitCode.OK;
    }
  }

  /** {@code scrubber bypass status}. */
  @Command(
      name = "status",
      description = "Say whether packets pass when the scrubber does not run.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the bypass is open",
        "1:it is closed: packets stop when the scrubber does not run",
        "2:the interfaces cannot be used so"
      })
  static final class Status implements Callable<Integer> {
    @ParentCommand private BypassCommand bypass;
    @Mixin private InterfaceOptions interfaces;

    @Override
    public Integer call() throws IOException {
      BypassStatus status = Bypass.status(interfaces.outside(), interfaces.inside());
      bypass.main.terminal().print(text(status));
      return status.isOpen() ? ExitCode.OK : ExitCode.CLOSED;
    }
  }

  private static boolean hasProgram(Link link) {
    return link.xdp().mode() != Link.XdpMode.NONE;
  }

  private static String text(BypassStatus status) {
    StringBuilder text = new StringBuilder("bypass    ");
    Link bridge = status.bridge();
    if (bridge == null) {
      text.append("closed: no bridge\n");
    } else {
      text.append(status.isOpen() ? "open" : "closed")
          .append(": bridge ")
          .append(bridge.name())
          .append(status.ours() ? ", made by scrubber" : ", the operator's own")
          .append(bridge.isUp() ? "\n" : ", switched off\n");
    }
    line(text, "outside   ", status.outside());
    line(text, "inside    ", status.inside());
    return text.toString();
  }

  private static void line(StringBuilder text, String side, Link link) {
    List<String> words =
        List.of(
            side + link.name(),
            link.isRunning() ? "up" : link.isUp() ? "no carrier" : "switched off",
            link.isBridgePort() ? "port " + link.port().state().word() : "no port",
            "MTU " + link.mtuBytes(),
            hasProgram(link) ? "XDP program attached" : "no XDP program");
    text.append(String.join(", ", words)).append('\n');
  }
}
