package org.scrubber.house;

import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Follows the calls from hot methods and finds what allocates in them, in the bytecode.
 *
 * <p>A call is followed into the given classes only, and into every override there of what it
 * names. It ends at methods and classes marked {@code ColdPath}. What an {@code assert} that fails,
 * or a switch that no case matches, creates is allowed, as the packet path has ended there anyway.
 */
final class HotPath {
  private static final String COLD = "Lorg/scrubber/batch/ColdPath;";
  private static final Set<String> LAST_WORDS =
      Set.of("java/lang/AssertionError", "java/lang/MatchException");
  private static final Set<String> BOXES =
      Set.of(
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Double",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Short");

  private final Map<String, ClassModel> classes = new HashMap<>();
  private final Map<String, List<String>> directSubtypes = new HashMap<>();
  private final Map<String, MethodModel> methods = new LinkedHashMap<>();
  private final Map<String, String> reachedFrom = new LinkedHashMap<>();
  private final Deque<String> queue = new ArrayDeque<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * Looks at {@code models}.
   *
   * @param inside which classes are hot, by internal name
   * @param isRoot which of their methods are entered once a packet or batch: the class's internal
   *     name, and the method's name and descriptor in one
   */
  HotPath(
      Collection<ClassModel> models, Predicate<String> inside, BiPredicate<String, String> isRoot) {
    for (ClassModel model : models) {
      String name = model.thisClass().asInternalName();
      if (!inside.test(name)) {
        continue;
      }
      classes.put(name, model);
      model.superclass().ifPresent(parent -> addSubtype(parent, name));
      model.interfaces().forEach(parent -> addSubtype(parent, name));
      for (MethodModel method : model.methods()) {
        methods.put(key(name, method), method);
      }
    }
    methods.forEach(
        (key, method) -> {
          String owner = key.substring(0, key.indexOf('.'));
          if (isRoot.test(owner, key.substring(owner.length() + 1))) {
            reach(key, "");
          }
        });
    while (!queue.isEmpty()) {
      String key = queue.remove();
      scan(key, methods.get(key));
    }
  }

  /** Returns what allocates, one line each: where, what, and how it is reached. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** Returns the methods that were looked at. */
  Set<String> reached() {
    return new TreeSet<>(reachedFrom.keySet());
  }

  private void addSubtype(ClassEntry parent, String child) {
    directSubtypes.computeIfAbsent(parent.asInternalName(), any -> new ArrayList<>()).add(child);
  }

  private void reach(String key, String from) {
    MethodModel method = methods.get(key);
    String owner = key.substring(0, key.indexOf('.'));
    boolean cold = isCold(method) || isCold(classes.get(owner)) || isInColdNest(owner);
    if (!cold && reachedFrom.putIfAbsent(key, from) == null) {
      queue.add(key);
    }
  }

  private boolean isInColdNest(String owner) {
    int dollar = owner.lastIndexOf('$');
    ClassModel outer = dollar < 0 ? null : classes.get(owner.substring(0, dollar));
    return outer != null && isCold(outer);
  }

  private static boolean isCold(AttributedElement element) {
    for (var attribute : element.findAttributes(Attributes.runtimeInvisibleAnnotations())) {
      for (Annotation annotation : attribute.annotations()) {
        if (annotation.className().equalsString(COLD)) {
          return true;
        }
      }
    }
    return false;
  }

  private void scan(String key, MethodModel method) {
    if (method.code().isEmpty()) {
      return;
    }
    boolean lastWords = false;
    int line = 0;
    for (CodeElement element : method.code().get()) {
      if (element instanceof LineNumber number) {
        line = number.line();
      } else if (lastWords) {
        lastWords = !(element instanceof ThrowInstruction);
      } else if (element instanceof NewObjectInstruction creation
          && LAST_WORDS.contains(creation.className().asInternalName())) {
        lastWords = true;
      } else {
        String what = allocation(element);
        if (what != null) {
          findings.add(key + " line " + line + ": " + what + path(key));
        }
        if (element instanceof InvokeInstruction call) {
          follow(call, key);
        }
      }
    }
  }

  private static String allocation(CodeElement element) {
    return switch (element) {
      case NewObjectInstruction creation -> "new " + creation.className().asInternalName();
      case NewPrimitiveArrayInstruction creation -> "new array of " + creation.typeKind();
      case NewReferenceArrayInstruction creation ->
          "new array of " + creation.componentType().asInternalName();
      case NewMultiArrayInstruction creation -> "new " + creation.arrayType().asInternalName();
      case InvokeDynamicInstruction call -> "invokedynamic " + call.name().stringValue();
      case InvokeInstruction call -> allocatingCall(call);
      default -> null;
    };
  }

  private static String allocatingCall(InvokeInstruction call) {
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    boolean allocates =
        (BOXES.contains(owner) && name.equals("valueOf"))
            || name.equals("iterator")
            || (owner.startsWith("[") && name.equals("clone"))
            || (owner.equals("java/util/Arrays") && name.startsWith("copyOf"))
            || owner.equals("java/lang/String")
            || owner.equals("java/lang/StringBuilder")
            || owner.startsWith("java/util/stream/");
    return allocates ? "call of " + owner + "." + name : null;
  }

  private void follow(InvokeInstruction call, String from) {
    String owner = call.owner().asInternalName();
    String signature = call.name().stringValue() + call.type().stringValue();
    // What is inherited is declared above the named class.
    for (String type = owner; type != null; type = parentOf(type)) {
      if (methods.containsKey(type + "." + signature)) {
        reach(type + "." + signature, from);
        break;
      }
    }
    if (call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE) {
      followOverrides(owner, signature, from);
    }
  }

  private void followOverrides(String owner, String signature, String from) {
    for (String subtype : directSubtypes.getOrDefault(owner, List.of())) {
      if (methods.containsKey(subtype + "." + signature)) {
        reach(subtype + "." + signature, from);
      }
      followOverrides(subtype, signature, from);
    }
  }

  private String parentOf(String type) {
    ClassModel model = classes.get(type);
    return model == null ? null : model.superclass().map(ClassEntry::asInternalName).orElse(null);
  }

  private String path(String key) {
    StringBuilder path = new StringBuilder();
    for (String from = reachedFrom.get(key); !from.isEmpty(); from = reachedFrom.get(from)) {
      path.append(" <- ").append(from);
    }
    return path.toString();
  }

  private static String key(String owner, MethodModel method) {
    return owner + "." + method.methodName().stringValue() + method.methodType().stringValue();
  }
}
