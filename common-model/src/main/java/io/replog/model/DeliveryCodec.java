package io.replog.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The compact body of a delivery, {@value #MEDIA_TYPE}. Entries travel in their stored form, so
 * nothing re-encodes them between the master's disk and the secondary's. Big-endian:
 *
 * <pre>
 * "RLG2" | epoch (8) | claim | log id | first order of the log (8) | checksum before it (8)
 *        | order of the first entry (8) | number of entries (4) | each: length (4) | record
 * </pre>
 *
 * <p>A claim or a log id is its length (2) and its UTF-8 bytes. The entries' orders are
 * consecutive.
 */
public final class DeliveryCodec {

  public static final String MEDIA_TYPE = "application/vnd.replog.entries";

  private static final int MAGIC = 0x524c4732;

  private DeliveryCodec() {}

  /** Encodes a delivery whose entries have consecutive orders. */
  public static byte[] encode(Delivery delivery) {
    byte[] logId = delivery.logId().getBytes(StandardCharsets.UTF_8);
    byte[] claim = delivery.claim().getBytes(StandardCharsets.UTF_8);
    int size = 4 + 8 + 2 + claim.length + 2 + logId.length + 8 + 8 + 8 + 4;
    for (LogEntry entry : delivery.entries()) {
      size = Math.addExact(size, 4 + entry.record().length);
    }
    ByteBuffer out = ByteBuffer.allocate(size).putInt(MAGIC).putLong(delivery.epoch());
    putShort(out, claim);
    putShort(out, logId);
    out.putLong(delivery.first()).putLong(delivery.base());
    putEntries(out, delivery.entries());
    return out.array();
  }

  private static void putShort(ByteBuffer out, byte[] bytes) {
    out.putShort((short) bytes.length).put(bytes);
  }

  private static void putEntries(ByteBuffer out, List<LogEntry> entries) {
    out.putLong(entries.isEmpty() ? 0 : entries.getFirst().order()).putInt(entries.size());
    for (LogEntry entry : entries) {
      out.putInt(entry.record().length).put(entry.record());
    }
  }

  /**
   * Decodes what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static Delivery decode(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    try {
      if (in.getInt() != MAGIC) {
        throw new IllegalArgumentException("not a delivery");
      }
      long epoch = in.getLong();
      String claim = text(in);
      String logId = text(in);
      Delivery delivery = new Delivery(epoch, claim, logId, order(in), in.getLong(), entries(in));
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("bytes after the last entry");
      }
      return delivery;
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("delivery is cut short", e);
    }
  }

  private static long order(ByteBuffer in) {
    long order = in.getLong();
    if (order < 0 || order > MintedId.MAX_ORDER) {
      throw new IllegalArgumentException("impossible first order of the log");
    }
    return order;
  }

  private static List<LogEntry> entries(ByteBuffer in) {
    long first = in.getLong();
    int count = in.getInt();
    if (first < 0
        || count < 0
        || first > MintedId.MAX_ORDER - count
        || count > in.remaining() / 4) {
      throw new IllegalArgumentException("impossible first order or number of entries");
    }
    List<LogEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(LogEntry.ofRecord(first + i, take(in, in.getInt())));
    }
    return entries;
  }

  private static String text(ByteBuffer in) {
    try {
      return Utf8.decode(take(in, in.getShort()));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a claim or a log id is not well-formed UTF-8", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("delivery is cut short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
