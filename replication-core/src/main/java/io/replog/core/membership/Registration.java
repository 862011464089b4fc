package io.replog.core.membership;

import io.replog.core.transport.NodeHealth;
import io.replog.model.Problem;
import java.net.URI;

/** Result of a registration. */
public sealed interface Registration {

  /** It is a member; {@code isNew} if it was none before. It may not count yet. */
  record Member(Secondary secondary, boolean isNew) implements Registration {}

  /** This process was retired. */
  record Retired() implements Registration {}

  /** This master has ended, and registers nobody. */
  record Ended(Problem problem) implements Registration {}

  /** It cannot be a member, for the reason given. */
  record Conflict(String reason) implements Registration {

    static Conflict otherNode(NodeHealth there, URI url, String id) {
      return new Conflict(
          "at %s answers the %s \"%s\"%s, not the node that registered; set SECONDARY_HOST or ADVERTISED_URL of \"%s\" to where this master reaches it"
              .formatted(
                  url,
                  there.role(),
                  there.id(),
                  there.id().equals(id) ? " of another process" : "",
                  id));
    }

    static Conflict aliveElsewhere(Secondary known) {
      return new Conflict(
          "\"%s\" is the id of another node, at %s, that is alive"
              .formatted(known.id(), known.url()));
    }

    static Conflict notReached(URI url, String id) {
      return new Conflict(
          "%s is listed in SECONDARIES, and this master has not reached \"%s\" there; set SECONDARY_HOST or ADVERTISED_URL of \"%s\" to where this master reaches it"
              .formatted(url, id, id));
    }

    /** A member keeps its address until a person retires it: what it acknowledged is its own. */
    static Conflict taken(Secondary by, String id) {
      return new Conflict(
          "%s is the address of \"%s\": retire \"%s\", or give the node there its old SERVER_ID again; if both exist, set SECONDARY_HOST or ADVERTISED_URL of \"%s\" to where this master reaches it"
              .formatted(by.url(), by.id(), by.id(), id));
    }
  }
}
