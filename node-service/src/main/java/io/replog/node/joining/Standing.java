package io.replog.node.joining;

import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.node.voters.VoterRules;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** What a node is to its cluster, by what it has stored and what other nodes tell. */
public enum Standing {
  /** It votes, or is being let in. */
  VOTER,
  /** It voted under this id, and the others removed it: only a person takes it in again. */
  REMOVED,
  /** It is to be taken in, as a further node or in the place of its own lost disk. */
  NEWCOMER,
  /** Nobody knows of a cluster that it could belong to. */
  UNKNOWN;

  /**
   * Decides.
   *
   * @param own the record of the voters that the node has stored
   * @param told those of other nodes that answered
   * @param joins whether it is started to be taken in ({@code REPLOG_JOIN})
   */
  public static Standing of(
      Voter self, Optional<Voters> own, Collection<Voters> told, boolean joins) {
    Optional<Voters> newest = newest(own, told);
    if (newest.isEmpty()) {
      return UNKNOWN;
    }
    if (newest.get().find(self.id()).isPresent()) {
      return VOTER;
    }
    if (own.filter(record -> VoterRules.hasVoted(record, self.id())).isPresent()) {
      return REMOVED;
    }
    boolean lostItsDisk =
        newest.get().all().stream().anyMatch(voter -> voter.server().equals(self.server()));
    return lostItsDisk || joins ? NEWCOMER : UNKNOWN;
  }

  /** The newest of these records. */
  static Optional<Voters> newest(Optional<Voters> own, Collection<Voters> told) {
    return Stream.concat(own.stream(), told.stream())
        .reduce((one, other) -> other.isNewerThan(one) ? other : one);
  }
}
