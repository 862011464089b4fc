package io.replog.core.append;

import java.util.Optional;

/**
 * A message that asks for a place in the log.
 *
 * @param id the client's id, empty if one is to be minted
 * @param message not empty, as UTF-8; not to be changed
 */
public record Draft(Optional<String> id, byte[] message) {}
