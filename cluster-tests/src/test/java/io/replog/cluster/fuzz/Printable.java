package io.replog.cluster.fuzz;

/** Bytes as a person can read and repeat them. */
final class Printable {

  private Printable() {}

  static String of(byte[] bytes, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length && i < most; i++) {
      int b = bytes[i] & 0xff;
      if (b == '\n') {
        text.append("\\n\n");
      } else if (b == '\r') {
        text.append("\\r");
      } else if (b >= ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b));
      }
    }
    return bytes.length <= most ? text.toString() : text + "… " + bytes.length + " bytes";
  }
}
