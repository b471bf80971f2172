package org.scrubber.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/** What two hosts say to each other over a line under test, with real sockets of the kernel. */
public final class Hosts {
  private static final int TIMEOUT_MS = 15_000;
  private static final int SAME = 1;
  private static final int DIFFERENT = 0;

  private Hosts() {}

  /**
   * Sends {@code lengthBytes} from server to client over TCP, and as much back.
   *
   * @return true when both arrived unharmed
   */
  public static boolean exchange(
      Namespace client, Namespace server, String address, int lengthBytes) throws Exception {
    byte[] data = new byte[lengthBytes];
    new Random(lengthBytes).nextBytes(data);
    try (ServerSocket listening = server.call(() -> listen(address))) {
      Thread serving = new Thread(() -> serve(listening, data), "server");
      serving.setDaemon(true);
      serving.start();
      return client.call(() -> askAndReturn(address, listening.getLocalPort(), data));
    }
  }

  private static ServerSocket listen(String address) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    return socket;
  }

  private static void serve(ServerSocket listening, byte[] data) {
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(data);
      byte[] back = socket.getInputStream().readNBytes(data.length);
      socket.getOutputStream().write(Arrays.equals(data, back) ? SAME : DIFFERENT);
    } catch (IOException failure) {
      // The client times out or finds the connection closed, and the test fails there.
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean askAndReturn(String address, int port, byte[] data) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), TIMEOUT_MS);
      byte[] received = socket.getInputStream().readNBytes(data.length);
      socket.getOutputStream().write(data);
      return Arrays.equals(data, received) && socket.getInputStream().read() == SAME;
    }
  }

  /**
   * Sends datagrams to an echo server and counts those that come back unharmed.
   *
   * @param lengthBytes of the payload; more than the MTU makes fragments
   */
  public static int echoes(
      Namespace client, Namespace server, String address, int lengthBytes, int count)
      throws Exception {
    try (DatagramSocket echo =
        server.call(() -> new DatagramSocket(0, InetAddress.getByName(address)))) {
      Thread serving = new Thread(() -> echo(echo), "echo");
      serving.setDaemon(true);
      serving.start();
      return client.call(() -> sendAndCount(address, echo.getLocalPort(), lengthBytes, count));
    }
  }

  private static void echo(DatagramSocket socket) {
    byte[] buffer = new byte[1 << 16];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        socket.send(packet);
      }
    } catch (IOException closed) {
      assert socket.isClosed() : closed;
    }
  }

  private static int sendAndCount(String address, int port, int lengthBytes, int count)
      throws IOException {
    byte[] data = new byte[lengthBytes];
    byte[] buffer = new byte[1 << 16];
    int back = 0;
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(2_000);
      for (int k = 0; k < count; k++) {
        new Random(k).nextBytes(data);
        socket.send(new DatagramPacket(data, data.length, InetAddress.getByName(address), port));
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        boolean same = Arrays.equals(data, 0, data.length, buffer, 0, packet.getLength());
        back += same ? 1 : 0;
      }
    } catch (SocketTimeoutException lost) {
      return back;
    }
    return back;
  }

  /** Sends a frame as it is out of an interface, several times. */
  public static void sendFrame(Namespace from, String name, byte[] frame, int times)
      throws Exception {
    from.call(
        () -> {
          sendFrames(name, new byte[][] {frame}, times);
          return null;
        });
  }

  /** Sends frames in turn, as they are, out of an interface of the calling thread's namespace. */
  public static void sendFrames(String name, byte[][] frames, int rounds) throws IOException {
    int fd =
        LinuxException.check(
            "open a packet socket",
            Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    try (Arena arena = Arena.ofConfined()) {
      long target = arena.allocate(20, 8).address();
      Memory.putU16Le(target, Sockets.AF_PACKET);
      Memory.putI32Le(target + 4, Interfaces.index(name));
      long buffer = arena.allocate(1 << 16, 8).address();
      for (int round = 0; round < rounds; round++) {
        for (byte[] frame : frames) {
          Memory.copy(frame, 0, buffer, frame.length);
          LinuxException.check(
              "send a frame", Sockets.send(fd, buffer, frame.length, 0, target, 20));
        }
      }
    } finally {
      Descriptors.close(fd);
    }
  }

  /**
   * Sends a frame again and again until a tcpdump at the other end has seen it as {@code filter}
   * says, for at most 5 s.
   *
   * @return what tcpdump printed
   */
  public static String seen(Namespace from, Namespace to, byte[] frame, String filter, Path output)
      throws Exception {
    Process dump =
        to.start(
            output, "timeout", "5", "tcpdump", "-i", "eth0", "-n", "-e", "-l", "-c", "1", filter);
    while (dump.isAlive()) {
      sendFrame(from, "eth0", frame, 1);
      dump.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return Files.readString(output);
  }
}
