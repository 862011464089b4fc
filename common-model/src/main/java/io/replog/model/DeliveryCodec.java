package io.replog.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 * consecutive. An elected master's delivery begins with "RLG3", and has before its entries:
 *
 * <pre>
 * id of the master | messages that a majority holds (8) | record of the voters, or nothing
 *        | whether a shared prefix follows (1) | its length (8) | its checksum (8)
 * </pre>
 */
public final class DeliveryCodec {

  public static final String MEDIA_TYPE = "application/vnd.replog.entries";

  private static final int FIXED = 0x524c4732;
  private static final int ELECTED = 0x524c4733;

  private DeliveryCodec() {}

  /** Encodes a delivery whose entries have consecutive orders. */
  public static byte[] encode(Delivery delivery) {
    byte[] logId = delivery.logId().getBytes(StandardCharsets.UTF_8);
    byte[] claim = delivery.claim().getBytes(StandardCharsets.UTF_8);
    byte[] elected = delivery.elected().map(DeliveryCodec::encode).orElse(new byte[0]);
    int size = 4 + 8 + 2 + claim.length + 2 + logId.length + 8 + 8 + elected.length + 8 + 4;
    for (LogEntry entry : delivery.entries()) {
      size = Math.addExact(size, 4 + entry.record().length);
    }
    int magic = delivery.elected().isPresent() ? ELECTED : FIXED;
    ByteBuffer out = ByteBuffer.allocate(size).putInt(magic).putLong(delivery.epoch());
    putShort(out, claim);
    putShort(out, logId);
    out.putLong(delivery.first()).putLong(delivery.base());
    out.put(elected);
    putEntries(out, delivery.entries());
    return out.array();
  }

  private static byte[] encode(Delivery.Elected elected) {
    byte[] master = elected.master().getBytes(StandardCharsets.UTF_8);
    byte[] voters = elected.voters().map(Voters::text).orElse("").getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(2 + master.length + 8 + 2 + voters.length + 1 + 8 + 8);
    putShort(out, master);
    out.putLong(elected.safe());
    putShort(out, voters);
    out.put((byte) (elected.shared().isPresent() ? 1 : 0));
    out.putLong(elected.shared().map(Delivery.Prefix::length).orElse(0L));
    out.putLong(elected.shared().map(Delivery.Prefix::checksum).orElse(0L));
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
      int magic = in.getInt();
      if (magic != FIXED && magic != ELECTED) {
        throw new IllegalArgumentException("not a delivery");
      }
      long epoch = in.getLong();
      String claim = text(in);
      String logId = text(in);
      long first = order(in);
      long base = in.getLong();
      Optional<Delivery.Elected> elected =
          magic == ELECTED ? Optional.of(elected(in)) : Optional.empty();
      Delivery delivery = new Delivery(epoch, claim, logId, first, base, entries(in), elected);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("bytes after the last entry");
      }
      return delivery;
    } catch (java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("delivery is cut short", e);
    }
  }

  private static Delivery.Elected elected(ByteBuffer in) {
    String master = text(in);
    long safe = order(in);
    String voters = text(in);
    boolean compared = in.get() != 0;
    Delivery.Prefix shared = new Delivery.Prefix(order(in), in.getLong());
    return new Delivery.Elected(
        master,
        safe,
        voters.isEmpty() ? Optional.empty() : Optional.of(Voters.parse(voters)),
        compared ? Optional.of(shared) : Optional.empty());
  }

  private static long order(ByteBuffer in) {
    long order = in.getLong();
    if (order < 0 || order > MintedId.MAX_ORDER) {
      throw new IllegalArgumentException("impossible order or length of the log");
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
      throw new IllegalArgumentException("a text is not well-formed UTF-8", e);
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
