package org.scrubber.captures.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.PacketBuilder;

class RecordingTest {
  private static final Label LABEL = Label.legit(Tenant.UNIVERSITY);

  private final Recording recording = new Recording(1_000, 1_000, 96);

  @ParameterizedTest
  @ValueSource(strings = {"198.17.255.255", "198.20.0.0", "8.8.8.8", "199.18.0.1"})
  void shouldRefuseAnIpv4TargetOutsideTheTestNetwork(String target) {
    byte[] frame = inbound(target);
    assertThrows(IllegalArgumentException.class, () -> recording.addInbound(1_500, frame, LABEL));
    assertEquals(0, recording.frames().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db7::1", "2001:db9::1", "2a00::1", "ff02::1"})
  void shouldRefuseAnIpv6TargetOutsideTheDocumentationPrefix(String target) {
    byte[] frame = PacketBuilder.ethernet().ipv6("2a00::1", target).udp(1, 2).build();
    assertThrows(IllegalArgumentException.class, () -> recording.addInbound(1_500, frame, LABEL));
  }

  @Test
  void shouldRefuseWhatIsNotIp() {
    byte[] frame = PacketBuilder.ethernet().etherType(0x0806).payload(new byte[46]).build();
    assertThrows(IllegalArgumentException.class, () -> recording.addInbound(1_500, frame, LABEL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.18.0.0", "198.19.255.255"})
  void shouldAcceptTheTestNetwork(String target) {
    recording.addInbound(1_500, inbound(target), LABEL);
    assertEquals(1, recording.frames().size());
  }

  @Test
  void shouldGiveFramesInOrderOfTimeAndThenOfArrival() {
    byte[] frame = inbound("198.18.0.1");
    Label first = Label.legit(Tenant.PARLIAMENT);
    Label second = Label.legit(Tenant.HOSPITAL);
    recording.addInbound(1_700, frame, LABEL);
    recording.addInbound(1_200, frame, first);
    recording.addInbound(1_200, frame, second);
    List<Label> labels = recording.frames().stream().map(Recording.Frame::label).toList();
    assertEquals(List.of(first, second, LABEL), labels);
  }

  @Test
  void shouldLeaveOutWhatIsBeforeOrBehindTheCapture() {
    byte[] frame = inbound("198.18.0.1");
    recording.addInbound(999, frame, LABEL);
    recording.addInbound(2_000, frame, LABEL);
    assertEquals(0, recording.frames().size());
    recording.addInbound(1_000, frame, LABEL);
    recording.addInbound(1_999, frame, LABEL);
    assertEquals(2, recording.frames().size());
  }

  @Test
  void shouldCutLongFramesOnlyAndKeepTheirLength() {
    byte[] shorter = frame(200 - 42);
    byte[] longer = frame(201 - 42);
    recording.addInbound(1_100, shorter, LABEL);
    recording.addInbound(1_200, longer, LABEL);
    List<Recording.Frame> frames = recording.frames();
    assertEquals(200, frames.get(0).bytes().length);
    assertEquals(96, frames.get(1).bytes().length);
    assertEquals(201, frames.get(1).wireLengthBytes());
  }

  private static byte[] inbound(String target) {
    return PacketBuilder.ethernet().ipv4("11.0.0.1", target).udp(1, 2).build();
  }

  private static byte[] frame(int payloadBytes) {
    return PacketBuilder.ethernet()
        .ipv4("11.0.0.1", "198.18.0.1")
        .udp(1, 2)
        .payload(payloadBytes, 0)
        .build();
  }
}
