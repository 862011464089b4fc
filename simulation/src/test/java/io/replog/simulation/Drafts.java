package io.replog.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.core.append.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What writers write: texts that are new, under new ids, known ones again, and none. */
public final class Drafts {

  private final RandomGenerator random;
  private final List<Draft> sent = new ArrayList<>();
  private int messages;

  public Drafts(RandomGenerator random) {
    this.random = random;
  }

  /** Whether {@link #again} has one to give. */
  public boolean anySent() {
    return !sent.isEmpty();
  }

  /** Recent ones mostly: their outcome is open most often. */
  public Draft again() {
    int back = random.nextBoolean() ? 4 : sent.size();
    return sent.get(Math.max(0, sent.size() - 1 - random.nextInt(back)));
  }

  /** A known id with another text. */
  public Draft altered() {
    return new Draft(again().id(), bytes());
  }

  public Draft fresh(boolean withId) {
    byte[] text = bytes();
    if (!withId) {
      return new Draft(Optional.empty(), text);
    }
    Draft draft = new Draft(Optional.of("id of " + new String(text, UTF_8)), text);
    sent.add(draft);
    return draft;
  }

  private byte[] bytes() {
    return ("m" + messages++).getBytes(UTF_8);
  }

  public static String text(Draft draft) {
    return new String(draft.message(), UTF_8);
  }
}
