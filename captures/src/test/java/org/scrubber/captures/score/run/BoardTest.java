package org.scrubber.captures.score.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BoardTest {
  private final List<Task> tasks =
      IntStream.range(0, 20).mapToObj(k -> Drill.task("A-" + (10 + k))).toList();

  @Test
  void shouldAnswerInTheOrderOfTheTasks() {
    List<Integer> heard = new ArrayList<>();
    List<String> names =
        Board.play(tasks, 4, Task::name, (task, done, total) -> heard.add(done * 100 + total));
    assertEquals(tasks.stream().map(Task::name).toList(), names);
    assertEquals(IntStream.rangeClosed(1, 20).map(k -> k * 100 + 20).boxed().toList(), heard);
  }

  @Test
  void shouldFailAsTheRunDoes() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Board.play(
                tasks,
                2,
                task -> {
                  throw new IllegalArgumentException(task.name());
                },
                (task, done, total) -> {}));
  }
}
