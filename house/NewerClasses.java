import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the format of Java 8, with stack maps, in place.
 *
 * <p>Classes of the format of Java 5 are never part of an AOT cache, and are verified the slow way
 * at each start. Their code stays as it is. A jar without such classes is left alone.
 */
final class NewerClasses {
  private static final int MAGIC = 0xcafe_babe;

  public static void main(String[] jars) throws IOException {
    for (String jar : jars) {
      Path path = Path.of(jar);
      if (hasOld(path)) {
        rewrite(path);
      }
    }
  }

  private static boolean hasOld(Path jar) throws IOException {
    try (ZipFile in = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        if (isOld(bytes(in, entries.nextElement()))) {
          return true;
        }
      }
      return false;
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path made = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(made);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        byte[] bytes = bytes(in, entry);
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(isOld(bytes) ? newer(in, bytes) : bytes);
        out.closeEntry();
      }
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] bytes(ZipFile in, ZipEntry entry) throws IOException {
    try (InputStream stream = in.getInputStream(entry)) {
      return stream.readAllBytes();
    }
  }

  /** A class whose format is older than that of Java 6, which brought stack maps. */
  private static boolean isOld(byte[] bytes) {
    return bytes.length > 8
        && java.nio.ByteBuffer.wrap(bytes).getInt() == MAGIC
        && (bytes[6] << 8 | bytes[7] & 0xff) < ClassFile.JAVA_6_VERSION;
  }

  private static byte[] newer(ZipFile in, byte[] bytes) {
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(type -> stream(in, type))
            .orElse(ClassHierarchyResolver.defaultResolver())
            // Of a library that is optional and not here: nothing is known, so nothing is merged.
            .orElse(type -> ClassHierarchyResolver.ClassHierarchyInfo.ofInterface());
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    ClassTransform again = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    ClassTransform newer =
        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0));
    return format.transformClass(format.parse(bytes), again.andThen(newer));
  }

  private static InputStream stream(ZipFile in, ClassDesc type) {
    String descriptor = type.descriptorString();
    ZipEntry entry = in.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : in.getInputStream(entry);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
