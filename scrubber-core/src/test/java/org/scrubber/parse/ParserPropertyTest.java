package org.scrubber.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.Fixtures.Fixture;

/** What holds for every frame, whole, snapped, damaged or made of noise. */
class ParserPropertyTest {
  private static final int[] EXTENSIONS = {0, 43, 44, 51, 60, 135};

  private final Parser parser = new Parser();

  static List<Fixture> fixtures() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void shouldNeverReadBeyondCapturedBytes(Fixture fixture) {
    for (int captured = 0; captured <= fixture.frame().length; captured++) {
      Columns some = parse(fixture, captured, 0x00);
      for (int poison : new int[] {0x45, 0x60, 0x11, 0xff}) {
        assertEquals(some, parse(fixture, captured, poison), "captured " + captured);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void shouldSayTheSameOfSnappedPacketOrNothing(Fixture fixture) {
    Columns full = parse(fixture, fixture.frame().length, 0);
    for (int captured = 0; captured < fixture.frame().length; captured++) {
      Columns snapped = parse(fixture, captured, 0xee);
      String where = " of " + fixture + " captured " + captured;
      sameOrUnset(full.family(), snapped.family(), 0, "family" + where);
      sameOrUnset(full.sourceHigh(), snapped.sourceHigh(), 0, "source" + where);
      sameOrUnset(full.sourceLow(), snapped.sourceLow(), 0, "source" + where);
      sameOrUnset(full.targetHigh(), snapped.targetHigh(), 0, "target" + where);
      sameOrUnset(full.targetLow(), snapped.targetLow(), 0, "target" + where);
      sameOrUnset(full.ports(), snapped.ports(), 0, "ports" + where);
      sameOrUnset(full.tcpFlags(), snapped.tcpFlags(), 0, "TCP flags" + where);
      sameOrUnset(full.networkOffset(), snapped.networkOffset(), -1, "network" + where);
      sameOrUnset(full.transportOffset(), snapped.transportOffset(), -1, "transport" + where);
      sameOrUnset(full.payloadOffset(), snapped.payloadOffset(), -1, "payload" + where);
      sameOrUnset(full.timeToLive(), snapped.timeToLive(), 0, "TTL" + where);
      sameOrUnset(full.fragmentId(), snapped.fragmentId(), 0, "id" + where);
      sameOrUnset(full.fragmentOffset(), snapped.fragmentOffset(), 0, "offset" + where);
      assertEquals(0, snapped.parseFlags() & ~full.parseFlags(), "flags" + where);
      boolean chainGoesOn = Arrays.binarySearch(EXTENSIONS, snapped.protocol()) >= 0;
      if (!chainGoesOn) {
        sameOrUnset(full.protocol(), snapped.protocol(), -1, "protocol" + where);
        boolean firstFragment = full.has(ParseFlags.FRAGMENT) && full.fragmentOffset() == 0;
        if (!firstFragment) {
          sameOrUnset(full.payloadLength(), snapped.payloadLength(), 0, "length" + where);
        }
      }
      if (snapped.malformed() != Malformed.NONE) {
        assertTrue(snapped.malformed().compareTo(full.malformed()) >= 0, "malformed" + where);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void shouldAgreeWithReferenceOnWholeAndSnappedFrames(Fixture fixture) {
    for (int captured = 0; captured <= fixture.frame().length; captured++) {
      byte[] head = Arrays.copyOf(fixture.frame(), captured);
      assertEquals(
          ReferenceParser.parse(fixture.linkType(), head, fixture.frame().length),
          parse(fixture, captured, 0xee),
          "captured " + captured);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithReferenceOnDamagedFrames(long seed) {
    Random random = new Random(seed);
    List<Fixture> fixtures = Fixtures.all();
    for (int round = 0; round < 25_000; round++) {
      Fixture fixture = fixtures.get(random.nextInt(fixtures.size()));
      byte[] frame = fixture.frame().clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int at = random.nextInt(Math.min(frame.length, 100));
        frame[at] = (byte) (random.nextBoolean() ? random.nextInt() : frame[at] ^ 1 << at % 8);
      }
      int captured = random.nextInt(3) == 0 ? random.nextInt(frame.length + 1) : frame.length;
      compare(fixture.linkType(), frame, captured, fixture + " seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 12, 14, 50, 101, 104, 105, 108, 113, 228, 229, 276})
  void shouldAgreeWithReferenceOnNoise(int linkType) {
    Random random = new Random(0x5eed + linkType);
    int[] starts = {0x45, 0x46, 0x4f, 0x60, 0x08, 0x86, 0x88, 0x81, 0xff, 0x00};
    for (int round = 0; round < 10_000; round++) {
      byte[] frame = new byte[random.nextInt(120)];
      random.nextBytes(frame);
      for (int hints = random.nextInt(4); hints > 0 && frame.length > 0; hints--) {
        int at = random.nextInt(Math.min(frame.length, 28));
        frame[at] = (byte) starts[random.nextInt(starts.length)];
      }
      compare(linkType, frame, random.nextInt(frame.length + 1), "link type " + linkType);
    }
  }

  @Test
  void shouldForgetThePacketBeforeInReusedBatch() {
    for (Fixture first : Fixtures.all()) {
      PacketBatch batch = Frames.whole(first.linkType(), first.frame());
      parser.parse(batch);
      batch.linkType[0] = 105; // Nothing can be said of it now.
      parser.parse(batch);
      assertEquals(
          ReferenceParser.parse(105, first.frame(), first.frame().length), Columns.of(batch, 0));
    }
  }

  private void compare(int linkType, byte[] frame, int captured, String what) {
    PacketBatch batch = Frames.snapped(linkType, frame, captured, 0xee);
    parser.parse(batch);
    Columns expected =
        ReferenceParser.parse(linkType, Arrays.copyOf(frame, captured), frame.length);
    Columns actual = Columns.of(batch, 0);
    if (!expected.equals(actual)) {
      String hex = HexFormat.of().formatHex(frame);
      assertEquals(expected, actual, what + " captured " + captured + " of " + hex);
    }
  }

  private Columns parse(Fixture fixture, int captured, int poison) {
    PacketBatch batch = Frames.snapped(fixture.linkType(), fixture.frame(), captured, poison);
    parser.parse(batch);
    return Columns.of(batch, 0);
  }

  private static void sameOrUnset(long full, long snapped, long unset, String what) {
    if (snapped != unset) {
      assertEquals(full, snapped, what);
    }
  }
}
