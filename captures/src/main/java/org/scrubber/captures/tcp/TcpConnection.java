package org.scrubber.captures.tcp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.LiveFlow;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/**
 * One TCP connection: client and server, one outside and one inside, and what they say to each
 * other. Every segment has to pass the scrubber; what does not arrive is missed by a timer.
 *
 * <p>A client sends its SYN after 0, 1 and 3 s and gives up after 7 s. To an answer that
 * acknowledges another number it replies with RST and keeps waiting (RFC 9293, 3.10.7.3).
 */
public final class TcpConnection implements Actor, Party, LiveFlow {
  /** The side that opens the connection. */
  public static final int CLIENT = 0;

  /** The other side. */
  public static final int SERVER = 1;

  final Traffic traffic;
  final ConnectionPlan plan;
  final int flow;
  final boolean timestamps;

  private final Dialogue dialogue;
  private final End client;
  private final End server;
  final Transfer transfer = new Transfer(this);
  private final Opening opening = new Opening(this);
  private boolean over;

  // What is being said, or will be.
  private int turn = -1;
  private int speaker = CLIENT;
  private int saying;
  private byte[] saysFirst;
  private long delayNs;
  private boolean waitsForServer;
  private int probes;
  private boolean closedWindow;

  /** Creates a connection; {@link #start} opens it. */
  public TcpConnection(
      Traffic traffic,
      ConnectionPlan plan,
      Dialogue dialogue,
      Host client,
      int clientPort,
      Host server,
      int serverPort) {
    this.traffic = traffic;
    this.plan = plan;
    this.dialogue = dialogue;
    RandomStream random = random();
    this.client = new End(client, CLIENT, clientPort, random);
    this.server = new End(server, SERVER, serverPort, random);
    timestamps = client.stack().hasTimestamps() && server.stack().hasTimestamps();
    int largest = client.address().isV4() ? 1_460 : 1_440;
    int luck = random.below(100);
    int size = Math.min(largest, luck < 70 ? 1_460 : luck < 85 ? 1_440 : 1_400);
    this.client.segmentBytes = size - (timestamps ? 12 : 0);
    this.server.segmentBytes = this.client.segmentBytes;
    flow = traffic.world().newFlow();
  }

  /** Sends the first SYN at a time, now or later. */
  public void start(long timeNs) {
    traffic.world().at(stream(), timeNs, this, Step.of(Step.SYN_AGAIN, CLIENT, 0));
    if (plan.simultaneous) {
      traffic.world().at(stream(), timeNs, this, Step.of(Step.SYN_AGAIN, SERVER, 0));
    }
  }

  /** Returns the random numbers of its class. */
  public RandomStream random() {
    return traffic.stream().random();
  }

  /** Returns where it happens. */
  public World world() {
    return traffic.world();
  }

  /** Lets a side say exactly these bytes, not to be changed any more, after a wait. */
  public void say(int side, byte[] message, long waitNs) {
    say(side, message, message.length, waitNs);
  }

  /**
   * Lets a side say something.
   *
   * @param side {@link #CLIENT} or {@link #SERVER}
   * @param opening how the message begins, or null; the rest looks encrypted. Not to be changed
   * @param lengthBytes of the message, 1 or more
   * @param waitNs before it is said
   */
  public void say(int side, byte[] opening, int lengthBytes, long waitNs) {
    // Who speaks twice has to hear first that the other has got it all.
    long hearsNs = side == speaker && saying > 0 ? end(side).host.turnNs() : 0;
    speaker = side;
    saysFirst = opening;
    saying = lengthBytes;
    speakAfter(waitNs + hearsNs);
  }

  /**
   * Lets a side ask several times whether the other is still there.
   *
   * @param intervalNs between two probes, and before the first
   * @param closedWindow whether the other side has closed its window until then
   */
  public void probe(int side, int count, long intervalNs, boolean closedWindow) {
    speaker = side;
    probes = count;
    saying = 0;
    this.closedWindow = closedWindow;
    if (closedWindow) {
      other(end(side)).window = 0;
    }
    speakAfter(intervalNs);
  }

  /** Lets a side close the connection. */
  public void finish(int side, long waitNs) {
    at(waitNs, Step.of(Step.CLOSE, side, 0));
  }

  /** Lets a side reset the connection, as a user who leaves. */
  public void abort(int side, long waitNs) {
    at(waitNs, Step.of(Step.CLOSE, side, 1));
  }

  @Override
  public boolean isAlive() {
    return !over;
  }

  @Override
  public Address client() {
    return client.host.address();
  }

  @Override
  public int clientPort() {
    return client.port;
  }

  @Override
  public Address server() {
    return server.host.address();
  }

  @Override
  public int clientSequence() {
    return client.firstNumber + 1 + client.sent;
  }

  @Override
  public int serverSequence() {
    return server.firstNumber + 1 + server.sent + shift();
  }

  Stream stream() {
    return traffic.stream();
  }

  End end(int side) {
    return side == CLIENT ? client : server;
  }

  End other(End end) {
    return end == client ? server : client;
  }

  /** Returns the time of a round trip between its ends, ns. */
  public long roundTripNs() {
    return client.host.turnNs() + server.host.turnNs();
  }

  void at(long waitNs, int step) {
    World world = traffic.world();
    world.at(stream(), world.nowNs() + waitNs, this, step);
  }

  private void speakAfter(long waitNs) {
    delayNs = waitNs;
    waitsForServer = speaker == SERVER && server.state != End.OPEN;
    if (!waitsForServer) {
      at(waitNs, Step.of(Step.SPEAK, speaker, 0));
    }
  }

  // What the scrubber does.

  @Override
  public void passed(World world, long timeNs, int code) {
    if (!over && Step.kind(code) < Step.PROOF) {
      End to = other(end(Step.side(code)));
      world.at(stream(), timeNs + to.host.turnNs(), this, code);
    }
  }

  @Override
  public void answered(World world, long timeNs, int code, Reply frame) {
    if (!over && Step.kind(code) != Step.PROOF) {
      opening.answered(world, timeNs, end(Step.side(code)), frame);
    }
  }

  @Override
  public void released(World world, long timeNs, int code, Reply frame) {
    End from = end(Step.side(code));
    if (!over && frame.sequence() == from.firstNumber) {
      long reactsNs = timeNs + other(from).host.turnNs();
      world.at(stream(), reactsNs, this, Step.of(Step.SYN, from.side, 0));
    } else if (!over) {
      opening.released(world, timeNs, from, frame);
    }
  }

  @Override
  public boolean accepts(PacketBatch batch, int i, int code) {
    return opening.accepts(batch, i, code);
  }

  /** Returns what to add to the server's numbers where the client speaks of them. */
  int shift() {
    return opening.shift();
  }

  // What happens.

  @Override
  public void act(World world, int code) {
    if (over) {
      return;
    }
    End end = end(Step.side(code));
    switch (Step.kind(code)) {
      case Step.SYN_AGAIN -> opening.synAgain(world, end);
      case Step.PROOF -> opening.prove(world, end);
      case Step.SEND -> transfer.sendNext(world, end);
      case Step.RESEND -> transfer.resend(world, end);
      case Step.LATE_ACK -> transfer.lateAck(world, end);
      case Step.OVERTAKEN_ACK ->
          Segments.ack(world, this, end, Step.valueNear(end.acknowledges(), code));
      case Step.SPEAK -> speak(world, end);
      case Step.CLOSE -> close(world, end, (code & 1) != 0);
      case Step.KILLED -> killed(world, end);
      default -> arrive(world, other(end), code);
    }
  }

  private void arrive(World world, End to, int code) {
    if (to == server && opening.isForgotten()) {
      Segments.reset(world, this, to);
      return;
    }
    int kind = Step.kind(code);
    if (to.state == End.ANSWERS && kind >= Step.ACK && kind <= Step.FIN) {
      opening.open(to);
    }
    switch (kind) {
      case Step.SYN -> opening.synArrived(world, to);
      case Step.SYN_ACK -> opening.synAckArrived(world, to, Opening.isGreeting(code));
      case Step.RST -> close(false, "");
      default -> {
        if (to.state == End.OPEN) {
          segmentArrived(world, to, code);
        }
      }
    }
  }

  private void segmentArrived(World world, End to, int code) {
    switch (Step.kind(code)) {
      case Step.ACK -> transfer.acknowledged(world, to, Step.valueNear(to.acked, code), true);
      case Step.DATA -> {
        transfer.dataArrived(world, to, code);
        if (to == server && !dialogue.isServerFirst()) {
          opening.succeeded(world);
        }
      }
      case Step.FIN -> transfer.finArrived(world, to, code);
      default -> transfer.ackNow(world, to);
    }
    if (client.finGot && server.finGot) {
      close(true, "");
    }
  }

  /** An end can talk. */
  void opened(End end) {
    if (end == client) {
      nextTurn();
      return;
    }
    if (client.host.outside()) {
      traffic.world().liveFlows().add(this);
    }
    if (dialogue.isServerFirst()) {
      opening.succeeded(traffic.world());
    }
    if (waitsForServer) {
      speakAfter(delayNs);
    }
  }

  // Talking.

  private void nextTurn() {
    probes = 0;
    dialogue.next(this, ++turn);
  }

  private void speak(World world, End from) {
    if (from.state != End.OPEN) {
      return;
    }
    if (probes > 0) {
      Segments.probe(world, this, from, closedWindow ? 1 : turn & 1);
      if (--probes > 0) {
        speakAfter(delayNs);
        return;
      }
      if (closedWindow) {
        End to = other(from);
        to.window = to.host.stack().window(to.synWindow);
        transfer.ackNow(world, to);
      }
      nextTurn();
      return;
    }
    from.opening = saysFirst;
    from.openingAt = from.said;
    from.said += saying;
    transfer.send(world, from);
  }

  /** The server has what it needs to serve the client, since a time. */
  void served(long timeNs) {
    dialogue.served(this, timeNs);
  }

  /** All that was said has arrived at the other end. */
  void turnDone(End from) {
    if (from.side == speaker && saying > 0) {
      nextTurn();
    }
  }

  // Ending.

  /** A segment was lost too often. */
  void giveUp() {
    close(false, "timeout");
  }

  private void close(World world, End end, boolean abruptly) {
    if (abruptly) {
      Segments.reset(world, this, end);
      close(true, "");
    } else {
      end.finWanted = true;
      transfer.send(world, end);
    }
  }

  /** Ends it all; {@code cause} is empty when the ends meant it. */
  void close(boolean well, String cause) {
    over = true;
    opening.over(cause.isEmpty(), cause);
    dialogue.over(this, well);
  }

  /** An RST of the scrubber has reached an end. */
  private void killed(World world, End end) {
    boolean again = end.state == End.ASKS && opening.mayTryAgain();
    if (again && random().below(100) < plan.reconnectPercent) {
      int port = client.port + 1 & 0xffff | 1024;
      TcpConnection next =
          new TcpConnection(traffic, plan, dialogue, client.host, port, server.host, server.port);
      next.opening.after(opening);
      over = true;
      next.start(world.nowNs());
      return;
    }
    close(false, "reset by the scrubber");
  }
}
