package io.replog.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids of logs. Emptying a log ({@code POST /clean}) makes a new log of the same lineage and of the
 * next generation: {@code <lineage>~<generation>~<random>}, where a log as it began has only its
 * lineage and is of generation 0. So any node can tell from two ids alone whether one log replaced
 * the other, after any number of emptyings.
 */
public final class LogId {

  private static final Pattern EMPTIED = Pattern.compile("(?s)(.*)~([0-9]{1,18})~([^~]*)");

  private static final Pattern TOO_LARGE = Pattern.compile("(?s).*~[0-9]{19,}~[^~]*");

  /** Bound of generations, so that they never overflow: as many digits as an id may name. */
  public static final long MAX_GENERATION = 999_999_999_999_999_999L;

  /** Bound of an id's characters. */
  public static final int MAX_LENGTH = 256;

  /** What {@link #isValid} demands, as a client reads it. */
  public static final String RULE =
      "must be a string of 1 to %d characters, its generation at most %d"
          .formatted(MAX_LENGTH, MAX_GENERATION);

  private LogId() {}

  /**
   * Whether a node accepts {@code logId} from outside: it could not tell the lineage of an id whose
   * generation is beyond {@link #MAX_GENERATION}.
   */
  public static boolean isValid(String logId) {
    return !logId.isEmpty() && logId.length() <= MAX_LENGTH && !TOO_LARGE.matcher(logId).matches();
  }

  /**
   * The id of the log that replaces {@code logId} when a master empties that.
   *
   * @throws IllegalStateException if it is of the last generation
   */
  public static String afterEmptying(String logId, String random) {
    if (generation(logId) == MAX_GENERATION) {
      throw new IllegalStateException("the log %s cannot be emptied once more".formatted(logId));
    }
    return "%s~%d~%s".formatted(lineage(logId), generation(logId) + 1, random);
  }

  /** Whether {@code newer} came from {@code older} by emptying it, perhaps more than once. */
  public static boolean replaces(String newer, String older) {
    return sameLineage(newer, older) && generation(newer) > generation(older);
  }

  /** Whether both came from one log by emptying it; epochs of one lineage can be compared. */
  public static boolean sameLineage(String one, String other) {
    return lineage(one).equals(lineage(other));
  }

  /** The id of the first log of a lineage, which all logs that came from it share. */
  public static String lineage(String logId) {
    Matcher emptied = EMPTIED.matcher(logId);
    return emptied.matches() ? emptied.group(1) : logId;
  }

  private static long generation(String logId) {
    Matcher emptied = EMPTIED.matcher(logId);
    return emptied.matches() ? Long.parseLong(emptied.group(2)) : 0;
  }
}
