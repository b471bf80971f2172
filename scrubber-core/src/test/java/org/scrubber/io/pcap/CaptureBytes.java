package org.scrubber.io.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Builds captures byte by byte, independent of the reader and the writer under test. */
final class CaptureBytes {
  static final int ETHERNET = 1;
  static final int RAW = 101;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private ByteOrder order;

  CaptureBytes(ByteOrder order) {
    this.order = order;
  }

  /** Starts a classic capture. */
  static CaptureBytes pcap(ByteOrder order, int magic, int network) {
    CaptureBytes capture = new CaptureBytes(order);
    return capture.i32(magic).u16(2).u16(4).i32(0).i32(0).i32(65535).i32(network);
  }

  /** Starts a pcapng capture with its section header. */
  static CaptureBytes pcapng(ByteOrder order) {
    return new CaptureBytes(order).section(order);
  }

  CaptureBytes u8(int value) {
    bytes.write(value);
    return this;
  }

  CaptureBytes u16(int value) {
    return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
  }

  CaptureBytes i32(int value) {
    return raw(ByteBuffer.allocate(4).order(order).putInt(value).array());
  }

  CaptureBytes i64(long value) {
    return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
  }

  CaptureBytes raw(byte... some) {
    bytes.writeBytes(some);
    return this;
  }

  /** Adds a classic record. */
  CaptureBytes record(int seconds, int fraction, int wireLength, byte... frame) {
    return i32(seconds).i32(fraction).i32(frame.length).i32(wireLength).raw(frame);
  }

  /** Adds a record of the "modified" kind. */
  CaptureBytes modifiedRecord(int seconds, int fraction, int wireLength, byte... frame) {
    i32(seconds).i32(fraction).i32(frame.length).i32(wireLength);
    return i32(3).u16(0x0800).u8(4).u8(0).raw(frame);
  }

  /** Adds a section header in {@code sectionOrder}, which holds from here on. */
  CaptureBytes section(ByteOrder sectionOrder) {
    order = sectionOrder;
    return i32(0x0a0d0d0a).i32(28).i32(0x1a2b3c4d).u16(1).u16(0).i64(-1).i32(28);
  }

  /** Adds an interface with ready-made options (without their end). */
  CaptureBytes interfaceBlock(int linkType, int snapLength, byte... options) {
    byte[] end = options.length == 0 ? options : new byte[4];
    int total = 20 + options.length + end.length;
    return i32(1).i32(total).u16(linkType).u16(0).i32(snapLength).raw(options).raw(end).i32(total);
  }

  /** Returns an option, padded. */
  byte[] option(int code, byte... value) {
    CaptureBytes option = new CaptureBytes(order).u16(code).u16(value.length).raw(value);
    return option.pad(value.length).toBytes();
  }

  /** Returns an option that holds a 64-bit value. */
  byte[] option64(int code, long value) {
    return option(code, ByteBuffer.allocate(8).order(order).putLong(value).array());
  }

  /** Adds an enhanced packet block. */
  CaptureBytes enhanced(int interfaceId, long time, int wireLength, byte... frame) {
    int total = 32 + padded(frame.length);
    i32(6).i32(total).i32(interfaceId).i32((int) (time >>> 32)).i32((int) time);
    return i32(frame.length).i32(wireLength).raw(frame).pad(frame.length).i32(total);
  }

  /** Adds an obsolete packet block. */
  CaptureBytes obsolete(int interfaceId, long time, int wireLength, byte... frame) {
    int total = 32 + padded(frame.length);
    i32(2).i32(total).u16(interfaceId).u16(7).i32((int) (time >>> 32)).i32((int) time);
    return i32(frame.length).i32(wireLength).raw(frame).pad(frame.length).i32(total);
  }

  /** Adds a simple packet block. */
  CaptureBytes simple(int wireLength, byte... frame) {
    int total = 16 + padded(frame.length);
    return i32(3).i32(total).i32(wireLength).raw(frame).pad(frame.length).i32(total);
  }

  /** Adds a block of any type. */
  CaptureBytes block(int type, byte... body) {
    int total = 12 + padded(body.length);
    return i32(type).i32(total).raw(body).pad(body.length).i32(total);
  }

  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Writes the capture to {@code folder}; its name tells nothing. */
  Path file(Path folder) {
    return file(folder, "sample.bin", toBytes());
  }

  static Path file(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** Returns a frame whose content tells frames apart. */
  static byte[] frame(int length, int seed) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (seed * 31 + i);
    }
    return frame;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CaptureBytes pad(int length) {
    return raw(new byte[padded(length) - length]);
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }
}
