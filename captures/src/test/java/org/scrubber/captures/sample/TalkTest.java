package org.scrubber.captures.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.random.RandomStream;

class TalkTest {
  private static final int ETHERNET_AND_IPV4_BYTES = 34;
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int ACK = 16;

  private final Recording recording = new Recording(0, Long.MAX_VALUE, 65_535);
  private final Stage stage = new Stage("test", 1, recording);
  private final Label label = Label.legit(Tenant.TAX_PORTAL);
  private final Endpoints ends = Endpoints.of("11.0.0.9", 40_000, "198.18.0.10", 443);

  @ParameterizedTest
  @EnumSource(TcpTalk.Stack.class)
  void shouldAcknowledgeExactlyWhatTheOtherSideSent(TcpTalk.Stack stack) {
    TcpTalk talk = new TcpTalk(stage, label, new RandomStream(1), ends, true, stack, 1_000);
    talk.open();
    talk.request(new byte[1_800]);
    talk.response(new byte[5_000]);
    talk.close();
    int[] next = new int[2];
    int segments = 0;
    for (Recording.Frame frame : recording.frames()) {
      ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
      int tcp = ETHERNET_AND_IPV4_BYTES;
      int side = bytes.getShort(tcp) == 443 ? 1 : 0;
      int flags = bytes.get(tcp + 13);
      int headerBytes = (bytes.get(tcp + 12) >>> 4 & 15) * 4;
      int sequence = bytes.getInt(tcp + 4);
      if ((flags & SYN) == 0) {
        assertEquals(next[side], sequence);
      }
      if ((flags & ACK) != 0) {
        assertEquals(next[1 - side], bytes.getInt(tcp + 8));
      }
      int counted = (flags & (SYN | FIN)) != 0 ? 1 : 0;
      next[side] = sequence + counted + bytes.capacity() - tcp - headerBytes;
      segments++;
    }
    assertTrue(segments > 12);
  }

  @Test
  void shouldAnswerFromInsideSoonerThanFromOutside() {
    UdpTalk talk = new UdpTalk(stage, label, new RandomStream(2), ends, 1_000_000_000L);
    talk.outside(new byte[10]);
    talk.inside(new byte[10]);
    talk.outside(new byte[10]);
    List<Recording.Frame> frames = recording.frames();
    long insideNs = frames.get(1).timestampNs() - frames.get(0).timestampNs();
    long outsideNs = frames.get(2).timestampNs() - frames.get(1).timestampNs();
    assertTrue(insideNs < 2_000_000);
    assertTrue(outsideNs > insideNs);
  }

  @Test
  void shouldSendLargeDatagramsInFragments() {
    UdpTalk talk = new UdpTalk(stage, label, new RandomStream(3), ends, 1_000);
    talk.outside(new byte[3_000]);
    assertEquals(3, recording.frames().size());
    for (Recording.Frame frame : recording.frames()) {
      assertTrue(frame.wireLengthBytes() <= 1_514);
    }
  }
}
