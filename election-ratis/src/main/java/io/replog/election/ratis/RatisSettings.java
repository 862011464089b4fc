package io.replog.election.ratis;

import io.replog.election.Peer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of one node's engine.
 *
 * @param folder the engine's own; made if missing, which makes this node nobody's member
 * @param self this node: its voter id, and the address that the others reach its engine by
 * @param bind host or address that the engine listens on, at the port of {@code self}; empty for
 *     every network of this machine
 */
public record RatisSettings(Path folder, Peer self, String bind, Timing timing, Bounds bounds) {

  /** With the default timing and bounds. */
  public RatisSettings(Path folder, Peer self, String bind) {
    this(folder, self, bind, Timing.DEFAULT, Bounds.DEFAULT);
  }

  /**
   * @param electionMin shortest silence of the leader after which a member asks for votes. A busy
   *     host needs a second: below it, leaders change without need.
   * @param electionMax longest such silence; each member draws between the two. After it a leader
   *     without a majority steps down.
   * @param closeAfter a pause of the process after which the engine closes itself for good
   * @param answerWithin the most that a grant, a change of one member or a hand-over may take
   * @param lookEvery how often the engine's state is looked at when it calls no hook
   */
  public record Timing(
      Duration electionMin,
      Duration electionMax,
      Duration closeAfter,
      Duration answerWithin,
      Duration lookEvery) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** The default: elections after one to two seconds. */
    public static final Timing DEFAULT = elections(Duration.ofSeconds(1), Duration.ofSeconds(2));

    public Timing {
      if (electionMin.compareTo(SHORTEST) < 0 || electionMax.compareTo(electionMin) <= 0) {
        throw new IllegalArgumentException(
            "elections need a shortest silence of %d ms or more and a longer longest one, not %s to %s"
                .formatted(SHORTEST.toMillis(), electionMin, electionMax));
      }
      if (closeAfter.compareTo(electionMax) <= 0) {
        throw new IllegalArgumentException(
            "the engine cannot close after %s, before an election is due".formatted(closeAfter));
      }
      if (!answerWithin.isPositive() || !lookEvery.isPositive()) {
        throw new IllegalArgumentException("answerWithin and lookEvery are longer than nothing");
      }
    }

    /** The default but for the silences after which a member asks for votes. */
    public static Timing elections(Duration min, Duration max) {
      return new Timing(
          min, max, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofMillis(250));
    }
  }

  /**
   * How much the engine keeps. It holds grants and configurations only: less than a kilobyte for
   * each election.
   *
   * @param segmentBytes size of a file of the engine's log; also what it allocates at once
   * @param entryBytes most bytes of one entry, which bounds how many members a group can have
   * @param snapshotEvery entries after which the state is written down and the log before it purged
   */
  public record Bounds(int segmentBytes, int entryBytes, int snapshotEvery) {

    /** A quarter of a megabyte for each segment, and a snapshot at every 64 entries. */
    public static final Bounds DEFAULT = new Bounds(256 * 1024, 64 * 1024, 64);

    private static final int SMALLEST_ENTRY = 4 * 1024;

    public Bounds {
      if (entryBytes < SMALLEST_ENTRY || segmentBytes < 2 * entryBytes || snapshotEvery < 1) {
        throw new IllegalArgumentException(
            "an entry needs %d bytes, a segment two entries, and a snapshot an entry"
                .formatted(SMALLEST_ENTRY));
      }
    }
  }
}
