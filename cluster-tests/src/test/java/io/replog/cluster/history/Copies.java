package io.replog.cluster.history;

import java.util.List;

/**
 * What became of copies of messages where masters are elected.
 *
 * @param asides what failovers cut from the nodes' logs and set aside, also on disks that are gone
 * @param losses the disks that are gone
 * @param majority how many nodes are a majority of the voters, of the most that there were
 */
public record Copies(List<Aside> asides, List<Loss> losses, int majority) {

  /** Without failovers. */
  static final Copies NONE = new Copies(List.of(), List.of(), Integer.MAX_VALUE);

  /**
   * Whether every disk that {@code write} was said to be on may have taken it along. Those that
   * hold it unasked are not known, and need not be: they set it aside, or keep it.
   */
  boolean mayBeLost(Write write) {
    return !write.acks().isEmpty()
        && write.acks().stream()
            .allMatch(
                node ->
                    losses.stream()
                        .anyMatch(loss -> loss.node().equals(node) && loss.at() > write.sent()));
  }
}
