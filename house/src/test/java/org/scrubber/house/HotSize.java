package org.scrubber.house;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much bytecode hot methods have. The JIT compiler of the JDK inlines no hot method of more
 * than 325 bytes ({@code FreqInlineSize}) and compiles none of more than 8,000 ({@code
 * HugeMethodLimit}); so the size of a method decides what it costs, and shows no clock's mood.
 */
final class HotSize {
  /** Longest hot method that is inlined where it is called, bytes. */
  static final int INLINED_BYTES = 325;

  /** Longest method that is compiled, bytes. */
  static final int COMPILED_BYTES = 8_000;

  private HotSize() {}

  /**
   * Returns the methods that are not inlined for their size, and how many bytes they have, by
   * {@code Class.method(number of parameters)}; of several of that name, the longest.
   *
   * @param reached methods to look at, as {@link HotPath#reached} names them
   */
  static Map<String, Integer> larger(Collection<ClassModel> models, Set<String> reached) {
    Map<String, Integer> larger = new TreeMap<>();
    for (ClassModel model : models) {
      String owner = model.thisClass().asInternalName();
      for (MethodModel method : model.methods()) {
        String name = method.methodName().stringValue();
        int bytes = bytes(method);
        if (bytes > INLINED_BYTES
            && reached.contains(owner + "." + name + method.methodType().stringValue())) {
          int parameters = method.methodTypeSymbol().parameterCount();
          String simple = owner.substring(owner.lastIndexOf('/') + 1);
          larger.merge(simple + "." + name + "(" + parameters + ")", bytes, Math::max);
        }
      }
    }
    return larger;
  }

  private static int bytes(MethodModel method) {
    return method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
  }
}
