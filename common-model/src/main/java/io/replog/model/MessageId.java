package io.replog.model;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** The rule for a message's id. */
public final class MessageId {

  /** The most characters (Unicode code points) that an id may have. */
  public static final int MAX_LENGTH = 256;

  private MessageId() {}

  /** Why {@code id} cannot be an id, or nothing if it can. */
  public static Optional<String> fault(String id) {
    int length = id.codePointCount(0, id.length());
    if (length < 1 || length > MAX_LENGTH) {
      return Optional.of("must have 1 to " + MAX_LENGTH + " characters, has " + length);
    }
    try {
      Utf8.encode(id);
      return Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.of("holds half of a surrogate pair, which no text has");
    }
  }
}
