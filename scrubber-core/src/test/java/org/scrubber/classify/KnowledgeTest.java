package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
  @Test
  void shouldHaveOneBitForEachThingKnown() throws IllegalAccessException {
    int all = 0;
    for (Field field : Knowledge.class.getFields()) {
      assertTrue(Modifier.isStatic(field.getModifiers()));
      int bit = field.getInt(null);
      assertEquals(1, Integer.bitCount(bit), field.getName());
      assertEquals(0, all & bit, field.getName());
      all |= bit;
    }
    assertTrue(Integer.bitCount(all) >= 15);
  }
}
