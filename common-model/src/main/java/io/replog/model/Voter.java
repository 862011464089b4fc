package io.replog.model;

import java.net.URI;

/**
 * A node that may become master, and that a majority counts.
 *
 * @param id its server id, a dot, and what distinguishes this disk from a later one of the same
 *     server; see {@link #server}
 * @param url where other nodes and clients reach it
 * @param electionPort where the others' election engines reach its own, on the host of {@code url}
 */
public record Voter(String id, URI url, int electionPort) {

  /** The server id of the voter {@code id}. */
  public static String server(String id) {
    int dot = id.lastIndexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }

  public String server() {
    return server(id);
  }
}
