package org.scrubber.captures.attack.udp;

import java.util.List;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;

/**
 * Short DNS answers that claim to come from the very servers which the target asks all the time;
 * nothing but their TTL tells that they come from elsewhere.
 */
public final class SpoofedAnswers implements Tool {
  private final byte[][] answers;
  private final int emitters;

  /**
   * Creates the tool.
   *
   * @param emitters how many machines send
   */
  public SpoofedAnswers(RandomStream random, int emitters) {
    List<byte[]> small = ReflectedReplies.smallDns(random);
    answers = small.toArray(byte[][]::new);
    this.emitters = emitters;
  }

  @Override
  public void write(Frame frame, Shot shot) {
    byte[] answer = answers[shot.random.below(answers.length)];
    int ttl = Hops.ttlOfEmitter(64, shot.random.below(emitters));
    Reflection.single(frame, shot, 53, ttl, shot.id(), answer, shot.id());
  }
}
