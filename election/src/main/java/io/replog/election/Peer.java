package io.replog.election;

import java.util.regex.Pattern;

/**
 * A node of the engine's group.
 *
 * @param id the node's voter id: its server id, a dot and 8 hexadecimal digits, for example {@code
 *     n1.7f3a09c1}. The digits are new after a lost disk: an id that came back with an empty folder
 *     would break a vote that it gave.
 * @param host where its engine listens, as the other nodes reach it; an IPv6 address in brackets
 * @param port from 1 to 65535
 */
public record Peer(String id, String host, int port) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}\\.[0-9a-f]{8}");
  private static final int HIGHEST_PORT = 65535;

  public Peer {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a voter id is a server id, a dot and 8 hexadecimal digits, not " + id);
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("the peer " + id + " has no host");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("the peer " + id + " cannot have the port " + port);
    }
  }

  /** The peer's address, {@code host:port}. */
  public String address() {
    return host + ":" + port;
  }
}
