package org.scrubber.captures.media;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** One media flow between an address inside and a relay outside, both ends of it. One thread. */
public final class Leg implements Actor, Party {
  // Steps, in the lowest four bits of a code; the rest is a number that grows.
  private static final int IN = 0;
  private static final int OUT = 1;
  private static final int KEEP = 2;
  private static final int KEEP_ANSWER = 3;
  private static final int JOIN = 4;
  private static final int JOIN_ANSWER = 5;
  private static final int START = 6;
  private static final int END = 7;
  private static final int STEP_BITS = 4;
  private static final int NUMBER_MASK = -1 >>> STEP_BITS;

  private static final long KEEP_NS = 2_500_000_000L;
  private static final long CONSENT_NS = 30_000_000_000L;
  private static final long FIRST_JOIN_TIMEOUT_NS = 500_000_000L;
  private static final int MOST_JOINS = 5;
  private static final long INSIDE_NS = 3_000_000L;
  private static final long GAP_NS = 100_000_000L;
  private static final double SECOND_NS = 1e9;

  private final LegEnds ends;
  private final DatagramPath path;
  private final LegKind kind;
  private final long rttNs;
  private final int flow;
  private final int source;
  private final Runnable over;

  private boolean isOver;
  private boolean playing;
  private boolean reported;
  private boolean joining;
  private long startNs;
  private long usualNs;
  private long onsetNs;
  private long consentNs;
  private long lastPassedNs;
  private int joins;
  private int inNumber;
  private int expected;
  private int outNumber;

  /**
   * Creates a flow that does not send yet.
   *
   * @param rttNs round trip time of the relay
   * @param over is called when the flow ends or dies
   */
  public Leg(
      World world, LegEnds ends, DatagramPath path, LegKind kind, long rttNs, Runnable over) {
    this.ends = ends;
    this.path = path.tos(kind.outLow() > 600 ? 0 : 0xB8);
    this.kind = kind;
    this.rttNs = rttNs;
    this.over = over;
    flow = world.newFlow();
    source = ends.stream().random().nextInt();
  }

  /** Lets it be under way already, with the next packets within their usual intervals. */
  public void goOn(World world, long lifeNs) {
    reported = true;
    playing = true;
    onsetNs = world.nowNs();
    consentNs = world.nowNs();
    lastPassedNs = world.nowNs();
    tellBegin(world, world.nowNs());
    RandomStream random = ends.stream().random();
    at(world, (long) (random.unit() * SECOND_NS / kind.inPps()), IN);
    at(world, (long) (random.unit() * SECOND_NS / kind.outPps()), OUT);
    at(world, (long) (random.unit() * KEEP_NS), KEEP);
    at(world, lifeNs, END);
  }

  /**
   * Lets media flow from now on, as both sides have agreed elsewhere to.
   *
   * @param agreedFromNs when they began to
   * @param usuallyNs from then to the first packet that is heard
   */
  public void connect(World world, long agreedFromNs, long usuallyNs, long lifeNs) {
    startNs = agreedFromNs;
    usualNs = usuallyNs;
    start(world);
    at(world, lifeNs, END);
  }

  /** Lets the inside ask the relay for media now; it ends a lifetime later. */
  public void join(World world, long lifeNs) {
    startNs = world.nowNs();
    usualNs = 2 * rttNs + INSIDE_NS;
    joining = true;
    askToJoin(world);
    at(world, lifeNs, END);
  }

  /** Moves to another relay: the inside asks that one, and media goes on from there. */
  public void moveTo(World world, Address relay, int port) {
    if (isOver) {
      return;
    }
    path.roam(relay, port);
    playing = false;
    joining = true;
    joins = 0;
    askToJoin(world);
  }

  /** Ends it now, as its parties meant it to. */
  public void hangUp(World world) {
    if (isOver) {
      return;
    }
    finish(world);
    if (reported) {
      world.tell(witness -> witness.flowEnded(world.nowNs(), flow));
    }
  }

  @Override
  public void act(World world, int code) {
    if (isOver) {
      return;
    }
    int number = code >>> STEP_BITS;
    switch (code & (1 << STEP_BITS) - 1) {
      case IN -> playIn(world, number);
      case OUT -> playOut(world, number);
      case KEEP -> keep(world, number);
      case KEEP_ANSWER, JOIN_ANSWER -> {
        byte[] answer = Stun.answer(ends.stream().random(), transaction(number), path);
        path.datagram(world, true).bytes(answer);
        emit(world, code);
      }
      case JOIN -> {
        if (joining && number == joins) {
          askToJoin(world);
        }
      }
      case START -> start(world);
      case END -> hangUp(world);
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    if (isOver) {
      return;
    }
    int number = code >>> STEP_BITS;
    switch (code & (1 << STEP_BITS) - 1) {
      case IN -> heard(world, timeNs, number);
      case OUT -> {}
      case KEEP -> world.at(ends.stream(), timeNs + rttNs, this, of(KEEP_ANSWER, number));
      case KEEP_ANSWER -> consentNs = timeNs;
      case JOIN -> world.at(ends.stream(), timeNs + rttNs, this, of(JOIN_ANSWER, number));
      case JOIN_ANSWER -> {
        if (joining) {
          joining = false;
          world.at(ends.stream(), timeNs + INSIDE_NS, this, START);
        }
      }
      default -> throw new AssertionError(code);
    }
  }

  private void start(World world) {
    boolean again = reported;
    playing = true;
    onsetNs = world.nowNs() + rttNs;
    consentNs = world.nowNs();
    lastPassedNs = onsetNs;
    expected = inNumber & NUMBER_MASK;
    at(world, rttNs, of(IN, inNumber));
    at(world, 0, of(OUT, outNumber));
    if (!again) {
      at(world, KEEP_NS, KEEP);
    }
  }

  private void askToJoin(World world) {
    if (joins >= MOST_JOINS) {
      die(world, "the relay does not answer");
      return;
    }
    long afterNs = FIRST_JOIN_TIMEOUT_NS << joins;
    joins++;
    path.datagram(world, false).bytes(Stun.request(ends.stream().random(), transaction(joins)));
    emit(world, of(JOIN, joins));
    at(world, afterNs, of(JOIN, joins));
  }

  private void playIn(World world, int number) {
    if (!playing || number != (inNumber & NUMBER_MASK)) {
      return; // A tick from before a move.
    }
    RandomStream random = ends.stream().random();
    rtp(world, true, inNumber, kind.inBytes(random));
    emit(world, of(IN, inNumber));
    inNumber++;
    long waitNs = interval(random, kind.inPps());
    if (kind.onNs() > 0 && world.nowNs() - onsetNs >= kind.onNs()) {
      waitNs = kind.offNs();
      onsetNs = world.nowNs() + waitNs;
    }
    at(world, waitNs, of(IN, inNumber));
  }

  private void playOut(World world, int number) {
    if (!playing || number != (outNumber & NUMBER_MASK)) {
      return;
    }
    RandomStream random = ends.stream().random();
    rtp(world, false, outNumber, kind.outBytes(random));
    emit(world, of(OUT, outNumber));
    outNumber++;
    at(world, interval(random, kind.outPps()), of(OUT, outNumber));
  }

  private void keep(World world, int number) {
    if (world.nowNs() - consentNs > CONSENT_NS) {
      die(world, "nothing was heard for 30 s");
      return;
    }
    if (playing && ends.usesStun()) {
      RandomStream random = ends.stream().random();
      path.datagram(world, false).bytes(Stun.request(random, transaction(~number)));
      emit(world, of(KEEP, number));
    }
    at(world, KEEP_NS, of(KEEP, number + 1));
  }

  private void heard(World world, long timeNs, int number) {
    if (!reported) {
      reported = true;
      report(world, timeNs - startNs);
      tellBegin(world, timeNs);
    }
    if (number != expected) {
      tellGap(world, timeNs);
    }
    expected = number + 1 & NUMBER_MASK;
    lastPassedNs = timeNs;
    if (!ends.usesStun()) {
      consentNs = timeNs;
    }
  }

  /** After a loss: nothing has been heard since the last packet that passed. */
  private void tellGap(World world, long timeNs) {
    long silenceNs = timeNs - lastPassedNs;
    boolean paused = kind.onNs() > 0 && silenceNs > kind.offNs();
    long gapNs = paused ? silenceNs - kind.offNs() : silenceNs;
    if (gapNs > GAP_NS && gapNs > 1.5 * SECOND_NS / kind.inPps()) {
      world.tell(witness -> witness.gap(timeNs, flow, ends.truth(), gapNs));
    }
  }

  private void die(World world, String cause) {
    finish(world);
    if (!reported) {
      report(world, -1);
      return;
    }
    world.tell(witness -> witness.flowDied(world.nowNs(), flow, cause));
  }

  private void finish(World world) {
    if (playing && reported && expected != (inNumber & NUMBER_MASK)) {
      tellGap(world, world.nowNs());
    }
    isOver = true;
    over.run();
  }

  private void tellBegin(World world, long timeNs) {
    world.tell(witness -> witness.flowBegan(timeNs, flow, ends.truth()));
  }

  private void report(World world, long tookNs) {
    Attempt attempt =
        new Attempt(Attempt.Kind.MEDIA, ends.truth(), ends.group(), startNs, tookNs, usualNs);
    world.tell(witness -> witness.attempt(attempt));
  }

  private void rtp(World world, boolean inbound, int number, int bytes) {
    path.datagram(world, inbound)
        .u16(0x8000 | kind.payloadType())
        .u16(number & 0xffff)
        .u32(number * kind.clockStep() + source)
        .u32(inbound ? source : ~source)
        .random(ends.stream().random(), bytes - 12);
  }

  private long transaction(int number) {
    return (long) source << 32 | number & 0xffff_ffffL;
  }

  /** Packets are paced, with a tenth of jitter. */
  private static long interval(RandomStream random, double pps) {
    return (long) (SECOND_NS / pps * (0.9 + 0.2 * random.unit()));
  }

  private void emit(World world, int code) {
    world.emit(ends.truth(), flow, this, code);
  }

  private void at(World world, long afterNs, int code) {
    world.at(ends.stream(), world.nowNs() + afterNs, this, code);
  }

  private static int of(int step, int number) {
    return step | number << STEP_BITS;
  }
}
