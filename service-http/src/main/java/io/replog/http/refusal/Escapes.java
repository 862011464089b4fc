package io.replog.http.refusal;

/** Percent escapes (RFC 3986, section 2.1). */
final class Escapes {

  private Escapes() {}

  /** Whether {@code text}, which may be null, holds a {@code %} that begins no escape. */
  static boolean broken(String text) {
    if (text == null) {
      return false;
    }
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
      if (at + 2 >= text.length() || !isHex(text.charAt(at + 1)) || !isHex(text.charAt(at + 2))) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the escapes is a slash. */
  static boolean hidesSlash(String text) {
    return text.contains("%2f") || text.contains("%2F");
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}
