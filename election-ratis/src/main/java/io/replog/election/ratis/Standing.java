package io.replog.election.ratis;

import java.util.Optional;

/**
 * What the engine says of itself at one moment.
 *
 * @param leads whether this node leads in {@code term}
 * @param term latest that this node heard of
 * @param leader voter id of who is thought to lead
 */
record Standing(boolean leads, long term, Optional<String> leader) {}
