package io.replog.model;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The running checksum of a log: each entry's value covers the entry and, through the value before
 * it, everything before. Two logs of equal length and equal last value are equal logs.
 *
 * <p>64 bits, from two 32-bit CRCs of different polynomials (Castagnoli and ISO 3309), both
 * computed by the processor. It guards against accidents; against forgers the cluster token does.
 */
final class RunningChecksum {

  /** The value of a log without entries. No entry has it. */
  static final long EMPTY = 0;

  private RunningChecksum() {}

  /**
   * The value after the bytes {@code [offset, length)} of {@code record}, whose log ended in {@code
   * previous}.
   */
  static long next(long previous, byte[] record, int offset) {
    long value = crc(new CRC32C(), previous, record, offset) << 32;
    value |= crc(new CRC32(), previous, record, offset);
    return value == EMPTY ? 1 : value;
  }

  private static long crc(Checksum crc, long previous, byte[] record, int offset) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (previous >>> shift) & 0xff);
    }
    crc.update(record, offset, record.length - offset);
    return crc.getValue();
  }
}
