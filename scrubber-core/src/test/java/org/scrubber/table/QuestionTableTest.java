package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuestionTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long LATER_NS = QuestionTable.LIFETIME_NS + SECOND_NS;

  private final QuestionTable line = new QuestionTable(4);

  @Test
  void shouldKnowWhatWasAskedUntilItsLifetimeIsOver() {
    line.ask(7, 1, 0);
    assertTrue(line.isAsked(7, 1, QuestionTable.LIFETIME_NS - SECOND_NS));
    assertFalse(line.isAsked(7, 1, LATER_NS));
  }

  @Test
  void shouldNotTakeAnotherKeyOrDigestForAsked() {
    line.ask(7, 1, 0);
    assertFalse(line.isAsked(8, 1, 0));
    assertFalse(line.isAsked(7, 2, 0));
  }

  @Test
  void shouldGiveWhatCannotBeReadTheBenefitOfTheDoubt() {
    line.ask(7, QuestionTable.ANYTHING, 0);
    line.ask(8, 1, 0);
    assertTrue(line.isAsked(7, 2, 0));
    assertTrue(line.isAsked(8, QuestionTable.ANYTHING, 0));
  }

  @Test
  void shouldTakeAnyAnswerToTwoQuestionsOfOneKey() {
    line.ask(7, 1, 0);
    line.ask(7, 2, SECOND_NS);
    assertTrue(line.isAsked(7, 1, SECOND_NS));
    assertTrue(line.isAsked(7, 2, SECOND_NS));
    line.ask(7, 3, 2 * LATER_NS);
    assertFalse(line.isAsked(7, 1, 2 * LATER_NS));
  }

  @Test
  void shouldSayThatItIsNotCompleteWhileAQuestionHadToGiveWay() {
    for (long key = 1; key <= 4; key++) {
      line.ask(key, 1, key * SECOND_NS);
    }
    assertTrue(line.isComplete(4 * SECOND_NS));
    line.ask(5, 1, 5 * SECOND_NS);
    assertFalse(line.isAsked(1, 1, 5 * SECOND_NS));
    assertTrue(line.isAsked(2, 1, 5 * SECOND_NS));
    assertFalse(line.isComplete(5 * SECOND_NS));
    assertTrue(line.isComplete(5 * SECOND_NS + QuestionTable.LIFETIME_NS));
  }

  @Test
  void shouldStayCompleteWhenOnlyOldQuestionsGiveWay() {
    for (long key = 1; key <= 4; key++) {
      line.ask(key, 1, 0);
    }
    line.ask(5, 1, LATER_NS);
    assertTrue(line.isComplete(LATER_NS));
    assertEquals(64, line.sizeBytes());
  }
}
