package org.scrubber.house;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Finds public types and methods without Javadoc, on the compiler's syntax tree. */
final class Documentation {
  private final String name;
  private final List<String> findings = new ArrayList<>();

  private Documentation(String name) {
    this.name = name;
  }

  /** Returns what lacks Javadoc in {@code file}, one line each. */
  static List<String> findings(String name, Path file) {
    return findings(name, SourceTree.text(file));
  }

  /** Returns what lacks Javadoc in {@code source}, one line each. */
  static List<String> findings(String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject object =
        new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, any -> {}, List.of("-proc:none"), null, List.of(object));
    Documentation found = new Documentation(name);
    try {
      for (CompilationUnitTree unit : task.parse()) {
        found.scan(unit, DocTrees.instance(task));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return found.findings;
  }

  private void scan(CompilationUnitTree unit, DocTrees trees) {
    new TreePathScanner<Void, Boolean>() {
      @Override
      public Void visitClass(ClassTree type, Boolean visible) {
        if (type.getSimpleName().isEmpty()) {
          return null;
        }
        boolean shown = visible && isPublic(type.getModifiers(), getCurrentPath());
        if (shown) {
          require(getCurrentPath(), "type " + type.getSimpleName());
        }
        return super.visitClass(type, shown);
      }

      @Override
      public Void visitMethod(MethodTree method, Boolean visible) {
        boolean compact = method.getReturnType() == null && isRecord(getCurrentPath());
        if (visible
            && !compact
            && !isOverride(method)
            && isPublic(method.getModifiers(), getCurrentPath())) {
          require(getCurrentPath(), "method " + method.getName());
        }
        return null;
      }

      private void require(TreePath path, String what) {
        DocCommentTree comment = trees.getDocCommentTree(path);
        if (comment == null || comment.getFullBody().isEmpty()) {
          long position = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
          findings.add(
              name + ":" + unit.getLineMap().getLineNumber(position) + ": no Javadoc on " + what);
        }
      }
    }.scan(unit, true);
  }

  private static boolean isPublic(ModifiersTree modifiers, TreePath path) {
    if (modifiers.getFlags().contains(Modifier.PUBLIC)
        || modifiers.getFlags().contains(Modifier.PROTECTED)) {
      return true;
    }
    Tree parent = path.getParentPath().getLeaf();
    return (parent.getKind() == Tree.Kind.INTERFACE
            || parent.getKind() == Tree.Kind.ANNOTATION_TYPE)
        && !modifiers.getFlags().contains(Modifier.PRIVATE);
  }

  private static boolean isRecord(TreePath path) {
    return path.getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }
}
