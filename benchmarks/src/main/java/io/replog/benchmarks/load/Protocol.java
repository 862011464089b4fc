package io.replog.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A way of asking a server for one unit of work over a connection that is kept open. */
@FunctionalInterface
public interface Protocol {
  /**
   * Makes a new connection ready for requests. The channel is connected and still blocking, so that
   * a handshake can be written down as it is spoken; from then on it is the load's.
   */
  Session open(SocketChannel channel) throws IOException;
}
