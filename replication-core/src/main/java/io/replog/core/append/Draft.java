package io.replog.core.append;

import java.util.Optional;

/**
 * A message to be appended.
 *
 * @param id the client's id, empty if one is to be minted
 * @param message not empty, as UTF-8; must not be changed
 */
public record Draft(Optional<String> id, byte[] message) {}
