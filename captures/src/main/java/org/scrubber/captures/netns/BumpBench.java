package org.scrubber.captures.netns;

/**
 * A client and a server on one subnet, with the place for a bump in the wire between them:
 *
 * <pre>
 * client: eth0 198.18.0.1/24, 2001:db8::1/64 ── outside :box: inside ── server: eth0 198.18.0.2/24, 2001:db8::2/64
 * </pre>
 *
 * As long as nothing forwards between {@code outside} and {@code inside}, they do not reach each
 * other.
 */
public final class BumpBench implements AutoCloseable {
  /** Address of the client. */
  public static final String CLIENT = "198.18.0.1";

  /** Address of the server. */
  public static final String SERVER = "198.18.0.2";

  /** IPv6 address of the client. */
  public static final String CLIENT6 = "2001:db8::1";

  /** IPv6 address of the server. */
  public static final String SERVER6 = "2001:db8::2";

  /** The box's interface towards the client. */
  public static final String OUTSIDE = "outside";

  /** The box's interface towards the server. */
  public static final String INSIDE = "inside";

  private final Namespaces namespaces;
  private final Namespace client;
  private final Namespace box;
  private final Namespace server;

  private BumpBench(Namespaces namespaces, int queues) {
    this.namespaces = namespaces;
    client = namespaces.add("client");
    box = namespaces.add("box");
    server = namespaces.add("server");
    // The box has no business of its own on these links.
    box.require("sysctl", "-q", "-w", "net.ipv6.conf.default.disable_ipv6=1");
    namespaces.connect(client, "eth0", box, OUTSIDE, queues);
    address(client, CLIENT, CLIENT6);
    reconnectServer(queues);
  }

  /** Connects the server again, after its link was deleted. */
  public void reconnectServer(int queues) {
    namespaces.connect(server, "eth0", box, INSIDE, queues);
    // The same each time, as the client remembers it.
    server.require("ip", "link", "set", "eth0", "address", "02:00:00:00:00:02");
    address(server, SERVER, SERVER6);
  }

  /** Sets it up with one queue each way; {@code task} is what the namespaces' names begin with. */
  public static BumpBench create(String task) {
    return create(task, 1);
  }

  /** Sets it up with several queues each way. */
  public static BumpBench create(String task, int queues) {
    Namespaces namespaces = Namespaces.create(task);
    try {
      return new BumpBench(namespaces, queues);
    } catch (RuntimeException failure) {
      namespaces.close();
      throw failure;
    }
  }

  private static void address(Namespace namespace, String address, String address6) {
    namespace.require("ip", "addr", "add", address + "/24", "dev", "eth0");
    namespace.require("ip", "addr", "add", address6 + "/64", "dev", "eth0", "nodad");
  }

  /** Returns the side that attacks and asks. */
  public Namespace client() {
    return client;
  }

  /** Returns the place of the scrubber. */
  public Namespace box() {
    return box;
  }

  /** Returns the side that is protected. */
  public Namespace server() {
    return server;
  }

  @Override
  public void close() {
    namespaces.close();
  }
}
