package org.scrubber.captures.quic;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.World;

/**
 * One QUIC connection, both ends of it: hello, handshake, requests and responses, and what happens
 * when a packet is missed. One of the ends always waits for the other and repeats itself when it
 * waits too long; the fifth time in a row the connection is dead.
 */
final class QuicConnection implements Actor, Party, Race.Finish {
  /** The client gives up after hellos at 0, 1 and 3 s, at 7 s. */
  private static final int MOST_HELLOS = 3;

  private static final int MOST_LOSSES = 5;

  /** Of connections with more than one request, which are two thirds: one percent of all. */
  private static final int REBIND_PER_MILLE = 15;

  private static final long RACE_NS = 300_000_000L;
  private static final long HELLO_TIMEOUT_NS = 1_000_000_000L;
  private static final long SHORTEST_TIMEOUT_NS = 200_000_000L;
  private static final long INSIDE_NS = 2_000_000L;

  private enum Phase {
    HELLO,
    FINISHING,
    OPEN,
    OVER
  }

  private final QuicEnds ends;
  private final DatagramPath path;
  private final QuicVoice voice;
  private final QuicRecord record;
  private final QuicResponses responses;
  private final long rttNs;
  private final long clientDelayNs;
  private final long serverDelayNs;
  private final int requests;
  private final int rebindsAt;
  private final boolean early;

  private Phase phase = Phase.HELLO;
  private boolean retried;
  private int helloSeen;
  private int hellosAnswered;
  private int flightSeen;
  private int finishSeen;
  private int request;
  private int requestServed = -1;
  private int lastBurstDone = -1;
  private int clientTimer;
  private int clientLosses;

  private QuicConnection(World world, QuicEnds ends, DatagramPath path, long rttNs) {
    RandomStream random = ends.random();
    int flow = world.newFlow();
    this.ends = ends;
    this.path = path;
    this.rttNs = rttNs;
    voice = new QuicVoice(ends, path, this, flow);
    record = new QuicRecord(ends, flow, world.nowNs());
    long insideNs = INSIDE_NS + random.between(200_000, 3_000_000);
    boolean clientOutside = ends.habits().clientOutside();
    clientDelayNs = clientOutside ? rttNs : insideNs;
    serverDelayNs = clientOutside ? insideNs : rttNs;
    responses = new QuicResponses(ends, voice, this, serverDelayNs, timeoutNs());
    early = voice.hello().resumes();
    requests = random.geometric(ends.habits().requests());
    boolean rebinds = clientOutside && requests > 1 && random.below(1_000) < REBIND_PER_MILLE;
    rebindsAt = rebinds ? 1 + random.below(requests - 1) : -1;
  }

  /**
   * Lets a client connect now.
   *
   * @param rttNs round trip time of the outside end, at least {@link Distance#NEAREST_NS}
   */
  static void begin(World world, QuicEnds ends, DatagramPath path, long rttNs) {
    QuicConnection one = new QuicConnection(world, ends, path, rttNs);
    one.voice.sayHello(world, QuicStep.HELLO, one.early);
    one.startClientTimer(world, HELLO_TIMEOUT_NS);
    world.at(ends.stream(), world.nowNs() + RACE_NS, one, QuicStep.RACE);
  }

  @Override
  public void act(World world, int code) {
    if (phase == Phase.OVER) {
      return;
    }
    int number = QuicStep.number(code);
    switch (QuicStep.step(code)) {
      case QuicStep.AGAIN -> sayHelloAgain(world);
      case QuicStep.ANSWER -> answer(world);
      case QuicStep.FINISH -> finish(world);
      case QuicStep.REQUEST -> ask(world, number);
      case QuicStep.SERVER_ACK -> voice.sayServerAck(world, code);
      case QuicStep.RESPOND -> {
        if (number == requestServed) {
          responses.begin(world);
        }
      }
      case QuicStep.DATA -> responses.sendBurst(world);
      case QuicStep.ACK -> acknowledge(world, QuicStep.index(code), number);
      case QuicStep.CLIENT_TIMER -> {
        if (QuicStep.isNumber(code, clientTimer)) {
          missedByClient(world);
        }
      }
      case QuicStep.SERVER_TIMER -> {
        if (!responses.missed(world, code)) {
          die(world, "no acknowledgement from the client");
        }
      }
      case QuicStep.RACE -> race(world);
      case QuicStep.CLOSE -> close(world);
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    if (phase == Phase.OVER) {
      return;
    }
    int index = QuicStep.index(code);
    int number = QuicStep.number(code);
    switch (QuicStep.step(code)) {
      case QuicStep.HELLO -> helloPassed(world, timeNs, index, number);
      case QuicStep.RETRY -> {
        if (phase == Phase.HELLO && !retried) {
          String serverName = ends.hellos().serverName();
          goOnWith(
              world,
              timeNs,
              ServerWords.next(voice.hello(), ends.random(), serverName, voice.retry()));
        }
      }
      case QuicStep.ANSWER -> {
        int all = (1 << voice.flightPackets()) - 1;
        boolean wasComplete = flightSeen == all;
        flightSeen |= 1 << index;
        if (flightSeen == all && !wasComplete) {
          at(world, timeNs + clientDelayNs, QuicStep.FINISH);
        }
      }
      case QuicStep.FINISH -> {
        finishSeen |= 1 << index;
        finishPassed(world, timeNs);
      }
      case QuicStep.REQUEST -> requestPassed(world, timeNs, number);
      case QuicStep.SERVER_ACK -> {
        if (QuicStep.isNumber(code, clientTimer)) {
          clientTimer++; // What the client has asked has arrived; it waits in patience.
        }
      }
      case QuicStep.DATA -> {
        if (index != 0) {
          at(world, timeNs + clientDelayNs, QuicStep.of(QuicStep.ACK, index, number));
        }
      }
      case QuicStep.ACK -> {
        if ((index & QuicStep.BURST_END) != 0) {
          responses.acknowledged(world, timeNs, code);
        }
      }
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void answered(World world, long timeNs, int code, Reply frame) {
    if (phase == Phase.HELLO && QuicStep.step(code) == QuicStep.HELLO && !retried) {
      String serverName = ends.hellos().serverName();
      Hello next = ServerWords.next(voice.hello(), ends.random(), serverName, frame);
      goOnWith(world, timeNs, next);
    }
  }

  @Override
  public void raced(World world, long timeNs) {
    if (!record.isReported() && phase != Phase.OVER) {
      record.succeed(world, timeNs, usualNs());
      phase = Phase.OVER;
    }
  }

  private void goOnWith(World world, long timeNs, Hello next) {
    if (next != null) {
      retried = true;
      voice.hello(next);
      helloSeen = 0;
      at(world, timeNs + clientDelayNs, QuicStep.AGAIN);
    }
  }

  private void sayHelloAgain(World world) {
    clientLosses = 0;
    hellosAnswered = 0;
    voice.sayHello(world, QuicStep.of(QuicStep.HELLO, 0, 1), early);
    startClientTimer(world, HELLO_TIMEOUT_NS);
  }

  private void helloPassed(World world, long timeNs, int index, int number) {
    if (number != (retried ? 1 : 0)) {
      return;
    }
    helloSeen |= 1 << index;
    int initials = (1 << voice.hello().datagrams().length) - 1;
    if ((helloSeen & initials) != initials) {
      return;
    }
    if ((helloSeen & ~initials) != 0) {
      record.establish(world, timeNs, usualNs());
    }
    if (hellosAnswered <= clientLosses && phase == Phase.HELLO) {
      hellosAnswered = clientLosses + 1; // Once each time that the client says it.
      at(world, timeNs + serverDelayNs, QuicStep.ANSWER);
    }
  }

  private void answer(World world) {
    if (ends.habits().retries() && voice.hello().token().length == 0) {
      voice.sayRetry(world, QuicStep.RETRY);
    } else {
      voice.sayFlight(world, QuicStep.ANSWER);
    }
  }

  /** The client ends the handshake, and asks at once if it has not yet. */
  private void finish(World world) {
    if (phase == Phase.HELLO) {
      phase = Phase.FINISHING;
      clientLosses = 0;
    }
    voice.sayFinish(world, QuicStep.FINISH);
    if (!record.isEstablished()) {
      voice.sayRequest(world, QuicStep.of(QuicStep.FINISH, voice.finishPackets(), 0));
    }
    startClientTimer(world, timeoutNs() << clientLosses);
  }

  private void finishPassed(World world, long timeNs) {
    int handshakes = (1 << voice.finishPackets()) - 1;
    boolean hasRequest = record.isEstablished() || (finishSeen & ~handshakes) != 0;
    if ((finishSeen & handshakes) == handshakes && hasRequest) {
      record.establish(world, timeNs, usualNs());
      phase = Phase.OPEN;
      requestPassed(world, timeNs, 0);
    }
  }

  private void ask(World world, int number) {
    request = number;
    if (number == rebindsAt && clientLosses == 0) {
      path.rebind(ends.random().between(1_024, 65_535));
    }
    voice.sayRequest(world, QuicStep.of(QuicStep.REQUEST, 0, number));
    startClientTimer(world, timeoutNs() << clientLosses);
  }

  private void requestPassed(World world, long timeNs, int number) {
    at(world, timeNs + serverDelayNs, QuicStep.of(QuicStep.SERVER_ACK, 0, clientTimer));
    if (number > requestServed) {
      requestServed = number;
      responses.stopWaiting();
      long thinkNs = ends.habits().kitchen().thinkNs(timeNs, ends.random());
      at(world, timeNs + serverDelayNs + thinkNs, QuicStep.of(QuicStep.RESPOND, 0, number));
    }
  }

  private void acknowledge(World world, int index, int ofBurst) {
    clientTimer++;
    clientLosses = 0;
    voice.sayAck(world, QuicStep.of(QuicStep.ACK, index, ofBurst));
    if ((index & QuicStep.RESPONSE_END) == 0 || ofBurst == lastBurstDone) {
      return;
    }
    lastBurstDone = ofBurst;
    RandomStream random = ends.random();
    boolean isLast = request + 1 >= requests;
    long thinkNs =
        random.chance(3)
            ? random.between(5, 15) * 1_000_000_000L
            : (long) Math.min(5e9, random.logNormal(isLast ? 1e9 : 0.3e9, 1.0));
    int next = isLast ? QuicStep.CLOSE : QuicStep.of(QuicStep.REQUEST, 0, request + 1);
    at(world, world.nowNs() + thinkNs, next);
  }

  private void close(World world) {
    if (ends.random().chance(50)) {
      voice.sayAck(world, QuicStep.ACK); // The others fall silent, as browsers do.
    }
    phase = Phase.OVER;
    record.end(world);
  }

  private void race(World world) {
    if (phase == Phase.HELLO) {
      boolean clientOutside = ends.habits().clientOutside();
      Address client = clientOutside ? path.outside() : path.inside();
      Address server = clientOutside ? path.inside() : path.outside();
      ends.race().begin(world, client, server, rttNs, this);
    }
  }

  private void missedByClient(World world) {
    clientLosses++;
    if (clientLosses >= (phase == Phase.HELLO ? MOST_HELLOS : MOST_LOSSES)) {
      die(world, "no answer from the server");
      return;
    }
    if (phase == Phase.HELLO) {
      voice.sayHello(world, QuicStep.of(QuicStep.HELLO, 0, retried ? 1 : 0), early);
      startClientTimer(world, HELLO_TIMEOUT_NS << clientLosses);
    } else if (request == 0) {
      finish(world);
    } else {
      ask(world, request);
    }
  }

  private void die(World world, String cause) {
    phase = Phase.OVER;
    record.die(world, usualNs(), cause);
  }

  private long usualNs() {
    if (early) {
      return 0;
    }
    boolean serverRetries = ends.habits().retries();
    return (serverDelayNs + clientDelayNs) * (serverRetries ? 2 : 1);
  }

  private void startClientTimer(World world, long afterNs) {
    clientTimer++;
    at(world, world.nowNs() + afterNs, QuicStep.of(QuicStep.CLIENT_TIMER, 0, clientTimer));
  }

  private long timeoutNs() {
    return Math.max(SHORTEST_TIMEOUT_NS, 3 * rttNs);
  }

  private void at(World world, long timeNs, int code) {
    world.at(ends.stream(), timeNs, this, code);
  }
}
