package io.replog.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: refuses what it cannot represent, never replaces it. */
public final class Utf8 {

  private Utf8() {}

  /**
   * The bytes of {@code text}.
   *
   * @throws CharacterCodingException if it holds half of a surrogate pair
   */
  public static byte[] encode(String text) throws CharacterCodingException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // getBytes writes '?' for what has no encoding; only then is the slow, strict way needed.
    if (hasSurrogate(text)) {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    }
    return bytes;
  }

  /**
   * The text of {@code bytes}.
   *
   * @throws CharacterCodingException if they are not well-formed UTF-8
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return strict(bytes, 0, bytes.length).toString();
  }

  /**
   * The text of a document, which may begin with a byte-order mark that is no part of it.
   *
   * @throws CharacterCodingException if it is not well-formed UTF-8
   */
  public static String decodeDocument(byte[] bytes, int offset, int length)
      throws CharacterCodingException {
    String text = strict(bytes, offset, length).toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Whether these bytes are the UTF-8 of a text. */
  public static boolean isWellFormed(byte[] bytes, int offset, int length) {
    try {
      strict(bytes, offset, length);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static CharBuffer strict(byte[] bytes, int offset, int length)
      throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
  }

  private static boolean hasSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
