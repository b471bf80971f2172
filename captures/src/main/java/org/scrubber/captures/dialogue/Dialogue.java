package org.scrubber.captures.dialogue;

import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * Questions and answers in turn, over datagrams: a round ends when all parts of its answer have
 * passed; who asks repeats the question when the answer stays out.
 */
public abstract class Dialogue implements Actor, Party {
  private static final int QUESTION = 0;
  private static final int ANSWER = 1;
  private static final int TIMEOUT = 2;
  private static final int NEXT = 3;

  /** Where the conversation stands. */
  private enum Stage {
    ASKED,
    HEARD,
    THINKING,
    OVER
  }

  /** The class that this conversation belongs to. */
  protected final Sender sender;

  /** The number of its flow. */
  protected final int flow;

  private Stage stage = Stage.THINKING;
  private int round;
  private int tries;
  private long arrived;
  private long delayNs;
  private long usualNs;
  private long startNs;

  /** Creates a conversation that has not begun. */
  protected Dialogue(Sender sender) {
    this.sender = sender;
    flow = sender.world().newFlow();
  }

  /** Sends the question of a round now, with {@code code} for {@link Datagram#send}. */
  protected abstract void question(int round, int code);

  /** Sends the answer of a round now, with {@code code} for {@link Datagram#send}. */
  protected abstract void answer(int round, int code);

  /** Returns how long after a question its answer is here, ns: drawn anew for each try. */
  protected abstract long answerDelayNs();

  /** Returns how long an answer is waited for, ns. */
  protected abstract long timeoutNs();

  /** Returns how often a question is asked at most. */
  protected abstract int mostTries();

  /** Returns what is tried, or null when nobody counts it. */
  protected abstract Attempt.Kind kind();

  /** Returns how many questions there are. */
  protected int rounds() {
    return 1;
  }

  /** Returns how long after an answer the next question is here, ns. */
  protected long thinkNs() {
    return 0;
  }

  /** The answer stayed out, and the question will be asked once more: another server, port, id. */
  protected void again() {}

  /** Returns the group of clients that the attempt counts for. */
  protected String group() {
    return "";
  }

  /** Returns whose attempt it is. */
  protected Truth truth() {
    return sender.legit();
  }

  /** The last answer has passed at {@code timeNs}; reports success unless overridden. */
  protected void finished(long timeNs) {
    succeed(timeNs);
  }

  /** Asks the first question now. */
  public final void begin() {
    startNs = sender.world().nowNs();
    ask(sender.world());
  }

  private void ask(World world) {
    stage = Stage.ASKED;
    arrived = 0;
    delayNs = answerDelayNs();
    usualNs += tries == 0 ? delayNs : 0;
    question(round, code(QUESTION));
    world.at(sender.stream(), world.nowNs() + timeoutNs(), this, code(TIMEOUT));
  }

  private int code(int kind) {
    return round << 8 | tries << 4 | kind;
  }

  @Override
  public final void passed(World world, long timeNs, int code) {
    int own = Parts.own(code);
    boolean awaited =
        stage == Stage.ASKED && own == code(QUESTION)
            || stage == Stage.HEARD && own == code(ANSWER);
    if (!awaited) {
      return;
    }
    arrived |= Parts.bit(code);
    if (!Parts.isWhole(code, arrived)) {
      return;
    }
    arrived = 0;
    if (stage == Stage.ASKED) {
      stage = Stage.HEARD;
      world.at(sender.stream(), timeNs + delayNs, this, code(ANSWER));
    } else {
      completed(world, timeNs);
    }
  }

  private void completed(World world, long timeNs) {
    round++;
    tries = 0;
    if (round == rounds()) {
      stage = Stage.OVER;
      finished(timeNs);
      return;
    }
    stage = Stage.THINKING;
    long pauseNs = thinkNs();
    usualNs += pauseNs;
    world.at(sender.stream(), timeNs + pauseNs, this, code(NEXT));
  }

  @Override
  public final void act(World world, int code) {
    if (stage == Stage.OVER || code != code(code & 0xf)) {
      return; // Of a round or try that is over.
    }
    switch (code & 0xf) {
      case ANSWER -> answer(round, code);
      case NEXT -> ask(world);
      case TIMEOUT -> missed(world);
      default -> throw new IllegalStateException("no such timer: " + code);
    }
  }

  private void missed(World world) {
    tries++;
    if (tries == mostTries()) {
      fail();
      return;
    }
    again();
    ask(world);
  }

  /** Reports success at {@code timeNs}. */
  protected final void succeed(long timeNs) {
    report(timeNs - startNs);
  }

  /** Gives up. */
  protected final void fail() {
    stage = Stage.OVER;
    report(-1);
  }

  private void report(long tookNs) {
    if (kind() == null) {
      return;
    }
    Attempt attempt = new Attempt(kind(), truth(), group(), startNs, tookNs, usualNs);
    sender.world().tell(witness -> witness.attempt(attempt));
  }
}
