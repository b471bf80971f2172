package org.scrubber.captures.telephony;

import org.scrubber.captures.media.Leg;
import org.scrubber.captures.media.LegEnds;
import org.scrubber.captures.media.LegKind;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** One call from outside: it rings, is taken or busy, and when it was taken, speech flows. */
final class Call implements Actor, Party {
  private static final int INVITE = 0;
  private static final int TRYING = 1;
  private static final int FINAL = 2;
  private static final int ACK = 3;
  private static final int BYE = 4;
  private static final int BYE_ANSWER = 5;
  private static final int INVITE_TIMER = 6;
  private static final int FINAL_TIMER = 7;

  private static final long INSIDE_NS = 2_000_000L;
  private static final long FIRST_TIMEOUT_NS = 500_000_000L;
  private static final int MOST_TRIES = 6;

  /** One call may have somewhat more packets/s than it should. */
  private static final double ENOUGH = 0.9;

  private static final int INVITE_NUMBER = 1;
  private static final int BYE_NUMBER = 2;

  private final Trunk trunk;
  private final LegEnds ends;
  private final Leg leg;
  private final long ringNs;
  private final long lifeNs;
  private final int flow;
  private final int id;
  private final long startNs;
  private boolean trying;
  private boolean ringing;
  private boolean finalHeard;
  private boolean acknowledged;
  private int invites;
  private int finals;

  private Call(World world, LegEnds ends, Trunk trunk, Leg leg, long lifeNs) {
    RandomStream random = ends.stream().random();
    this.trunk = trunk;
    this.ends = ends;
    this.leg = leg;
    this.lifeNs = lifeNs;
    ringNs = (leg == null ? 50 : random.between(1_000, 6_000)) * 1_000_000L;
    flow = world.newFlow();
    id = random.nextInt();
    startNs = world.nowNs();
  }

  /** Somebody calls now and finds the line busy. */
  static void busy(World world, LegEnds ends, Trunk trunk) {
    new Call(world, ends, trunk, null, 0).invite(world);
  }

  /**
   * Somebody calls now, and speaks for so long.
   *
   * @param leg is hung up when nobody takes the call
   */
  static void taken(World world, LegEnds ends, Trunk trunk, Leg leg, long lifeNs) {
    new Call(world, ends, trunk, leg, lifeNs).invite(world);
  }

  @Override
  public void act(World world, int code) {
    switch (code) {
      case INVITE_TIMER -> {
        if (!trying) {
          invite(world);
        }
      }
      case TRYING -> say(world, false, TRYING, "100 Trying", "INVITE", INVITE_NUMBER, 0);
      case FINAL -> answer(world);
      case FINAL_TIMER -> {
        if (!acknowledged && finals < MOST_TRIES) {
          answer(world);
        }
      }
      case ACK -> acknowledge(world);
      case BYE -> say(world, true, BYE, null, "BYE", BYE_NUMBER, 0);
      case BYE_ANSWER -> say(world, false, BYE_ANSWER, "200 OK", "BYE", BYE_NUMBER, 0);
      default -> throw new AssertionError(code);
    }
  }

  @Override
  public void passed(World world, long timeNs, int code) {
    switch (code) {
      case INVITE -> {
        world.at(ends.stream(), timeNs + INSIDE_NS, this, TRYING);
        if (!ringing) {
          ringing = true;
          world.at(ends.stream(), timeNs + INSIDE_NS + ringNs, this, FINAL);
        }
      }
      case TRYING -> trying = true;
      case FINAL -> world.at(ends.stream(), timeNs + trunk.rttNs(), this, ACK);
      case ACK -> acknowledged = true;
      case BYE -> world.at(ends.stream(), timeNs + INSIDE_NS, this, BYE_ANSWER);
      case BYE_ANSWER -> {}
      default -> throw new AssertionError(code);
    }
  }

  private void invite(World world) {
    if (invites >= MOST_TRIES) {
      fail(world);
      return;
    }
    say(world, true, INVITE, null, "INVITE", INVITE_NUMBER, 10_000);
    long waitNs = FIRST_TIMEOUT_NS << invites;
    invites++;
    world.at(ends.stream(), world.nowNs() + waitNs, this, INVITE_TIMER);
  }

  private void answer(World world) {
    if (leg == null) {
      say(world, false, FINAL, "486 Busy Here", "INVITE", INVITE_NUMBER, 0);
    } else {
      say(world, false, FINAL, "200 OK", "INVITE", INVITE_NUMBER, 10_000);
    }
    long waitNs = FIRST_TIMEOUT_NS << finals;
    finals++;
    world.at(ends.stream(), world.nowNs() + waitNs, this, FINAL_TIMER);
  }

  private void acknowledge(World world) {
    say(world, true, ACK, null, "ACK", INVITE_NUMBER, 0);
    if (finalHeard || leg == null) {
      return;
    }
    finalHeard = true;
    trying = true;
    long usualNs = INSIDE_NS + ringNs + 2 * trunk.rttNs();
    leg.connect(world, startNs, usualNs, lifeNs);
    world.at(ends.stream(), world.nowNs() + lifeNs, this, BYE);
  }

  private void fail(World world) {
    if (leg == null) {
      return;
    }
    Attempt attempt =
        new Attempt(Attempt.Kind.MEDIA, ends.truth(), ends.group(), startNs, -1, INSIDE_NS);
    world.tell(witness -> witness.attempt(attempt));
    leg.hangUp(world);
  }

  private void say(
      World world,
      boolean inbound,
      int code,
      String status,
      String method,
      int number,
      int mediaPort) {
    byte[] text =
        status == null
            ? SipMessages.request(method, trunk.host(), id, number, mediaPort)
            : SipMessages.response(status, method, trunk.host(), id, number, mediaPort);
    trunk.path().datagram(world, inbound).bytes(text);
    world.emit(ends.truth(), flow, this, code);
  }

  /** Returns what a call carries that may have so many packets/s. */
  static LegKind kind(double pps) {
    return pps >= ENOUGH * LegKind.CALL.inPps()
        ? LegKind.CALL
        : LegKind.spurts(LegKind.quietPps(pps));
  }
}
