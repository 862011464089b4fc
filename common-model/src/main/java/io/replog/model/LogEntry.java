package io.replog.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message at its place in the log, in the one form that disk and wire share:
 *
 * <pre>checksum (8 bytes) | length of the id (2) | id (UTF-8) | message (UTF-8)</pre>
 *
 * <p>An entry is <em>chained</em> once its checksum covers the log before it; one that arrived
 * without a checksum is {@linkplain #unchained unchained} until its place in a log is known.
 */
public final class LogEntry {

  /** The checksum of a log without entries. */
  public static final long EMPTY_LOG_CHECKSUM = RunningChecksum.EMPTY;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final int ID_LENGTH_AT = Long.BYTES;
  private static final int ID_AT = ID_LENGTH_AT + Short.BYTES;

  private final long order;
  private final byte[] record;

  private LogEntry(long order, byte[] record) {
    this.order = order;
    this.record = record;
  }

  /** The entry that comes at {@code order} after a log with checksum {@code previous}. */
  public static LogEntry chained(long previous, long order, byte[] id, byte[] message) {
    LogEntry entry = unchained(order, id, message);
    LONG.set(entry.record, 0, RunningChecksum.next(previous, entry.record, ID_LENGTH_AT));
    return entry;
  }

  /** An entry whose checksum is not known yet. */
  public static LogEntry unchained(long order, byte[] id, byte[] message) {
    byte[] record = new byte[ID_AT + id.length + message.length];
    SHORT.set(record, ID_LENGTH_AT, (short) id.length);
    System.arraycopy(id, 0, record, ID_AT, id.length);
    System.arraycopy(message, 0, record, ID_AT + id.length, message.length);
    return new LogEntry(order, record);
  }

  /**
   * An entry as stored or received; the array is kept, not copied.
   *
   * @throws IllegalArgumentException if the bytes cannot be an entry
   */
  public static LogEntry ofRecord(long order, byte[] record) {
    if (record.length < ID_AT
        || record.length < ID_AT + Short.toUnsignedInt((short) SHORT.get(record, ID_LENGTH_AT))) {
      throw new IllegalArgumentException("record of order " + order + " is cut short");
    }
    return new LogEntry(order, record);
  }

  /** The 0-based place in the log. */
  public long order() {
    return order;
  }

  /** The stored form; shared, must not be changed. */
  public byte[] record() {
    return record;
  }

  /** The checksum of the log up to and with this entry. */
  public long checksum() {
    return (long) LONG.get(record, 0);
  }

  public String id() {
    return new String(record, ID_AT, idLength(), StandardCharsets.UTF_8);
  }

  public byte[] idBytes() {
    return Arrays.copyOfRange(record, ID_AT, ID_AT + idLength());
  }

  public String message() {
    return new String(record, messageOffset(), messageLength(), StandardCharsets.UTF_8);
  }

  /** Where the message's UTF-8 bytes begin in {@link #record()}. */
  public int messageOffset() {
    return ID_AT + idLength();
  }

  /** How many UTF-8 bytes the message has. */
  public int messageLength() {
    return record.length - messageOffset();
  }

  /** Whether both are the same message under the same id, whatever log came before. */
  public boolean sameMessage(LogEntry other) {
    return Arrays.equals(
        record, ID_LENGTH_AT, record.length, other.record, ID_LENGTH_AT, other.record.length);
  }

  /** Whether this entry's message is {@code message} (UTF-8). */
  public boolean hasMessage(byte[] message) {
    return Arrays.equals(record, messageOffset(), record.length, message, 0, message.length);
  }

  public boolean isChained() {
    return checksum() != EMPTY_LOG_CHECKSUM;
  }

  /**
   * Whether the id is one, and both texts are well-formed UTF-8. A master has already checked a
   * chained entry that follows its log.
   */
  public boolean isWellFormed() {
    return MessageId.fault(id()).isEmpty()
        && Utf8.isWellFormed(record, ID_AT, idLength())
        && Utf8.isWellFormed(record, messageOffset(), messageLength());
  }

  /** Whether this entry may stand right after a log with checksum {@code previous}. */
  public boolean follows(long previous) {
    return !isChained() || checksum() == RunningChecksum.next(previous, record, ID_LENGTH_AT);
  }

  /** This entry with the checksum it has after a log that ended in {@code previous}. */
  public LogEntry chainedAfter(long previous) {
    if (isChained()) {
      return this;
    }
    byte[] copy = record.clone();
    LONG.set(copy, 0, RunningChecksum.next(previous, copy, ID_LENGTH_AT));
    return new LogEntry(order, copy);
  }

  private int idLength() {
    return Short.toUnsignedInt((short) SHORT.get(record, ID_LENGTH_AT));
  }

  @Override
  public String toString() {
    return order + ":" + id();
  }
}
