package org.scrubber.captures.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Address;

class ExchangeTest {
  private static final byte[] QUESTION = "question".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER = "answer".getBytes(StandardCharsets.US_ASCII);

  private static List<Boolean> ask(Stage stage) {
    List<Boolean> outcomes = new ArrayList<>();
    Exchange.start(
        stage.traffic("DNS_REC").unreported(),
        Host.inside(Address.parse("2001:db8:ff::35"), Stack.LINUX5),
        40_000,
        Host.outside(Address.parse("2a00:10::1"), Stack.LINUX5, 30_000_000),
        53,
        QUESTION,
        ANSWER,
        4_000,
        outcomes::add);
    stage.world.run(60_000_000_000L);
    return outcomes;
  }

  @Test
  void shouldAskFromInsideAndBeAnswered() {
    Stage stage = Stage.open();
    assertEquals(List.of(true), ask(stage));
    int question = stage.segments.indexOf("out 32 pass PA 8");
    byte[] frame = stage.frames.get(question);
    assertArrayEquals(QUESTION, Arrays.copyOfRange(frame, frame.length - 8, frame.length));
    assertEquals(3, stage.segments.stream().filter(one -> one.matches("in .*A [1-9].*")).count());
    assertEquals("{1=ended}", stage.flows.toString());
    assertEquals(List.of(), stage.attempts);
  }

  @Test
  void shouldSayOnceThatItWasNotAnswered() {
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (batch.payloadLength[i] > 0) {
                batch.verdict[i] = Verdict.DROP_CODE;
              }
            });
    assertEquals(List.of(false), ask(stage));
    assertEquals("{1=died: timeout}", stage.flows.toString());
  }
}
