package io.replog.benchmarks.load;

import java.net.InetSocketAddress;

/**
 * Who plays which part.
 *
 * @param server where the requests go; loopback only, as nobody else asked for this load
 * @param protocol how the server is spoken to
 * @param clients connections, each with at most one request under way
 * @param threads loop threads that the clients are shared out to
 * @param perSecond requests a second of an open loop, 0 for a closed one
 * @param requests after this many in all the load ends
 */
public record LoadPlan(
    InetSocketAddress server,
    Protocol protocol,
    int clients,
    int threads,
    double perSecond,
    long requests) {
  /** A source address has some 28,000 ports by default; a large load uses several. */
  private static final int PORTS_OF_A_SOURCE = 20_000;

  public LoadPlan {
    if (!server.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("load goes to loopback addresses only, not to " + server);
    }
    if (clients < 1 || threads < 1) {
      throw new IllegalArgumentException("a load needs a client and a thread");
    }
  }

  /** Closed loop without an end. */
  public static LoadPlan closed(int port, Protocol protocol, int clients) {
    return new LoadPlan(loopback(port), protocol, clients, 1, 0, Long.MAX_VALUE);
  }

  public static InetSocketAddress loopback(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  public LoadPlan atRate(double rate) {
    return new LoadPlan(server, protocol, clients, threads, rate, requests);
  }

  public LoadPlan upTo(long count) {
    return new LoadPlan(server, protocol, clients, threads, perSecond, count);
  }

  public LoadPlan onThreads(int count) {
    return new LoadPlan(server, protocol, clients, Math.min(count, clients), perSecond, requests);
  }

  /** The address a loop's n-th connection comes from, or null for the system's choice. */
  InetSocketAddress source(int connection) {
    int block = connection / PORTS_OF_A_SOURCE;
    return block == 0 ? null : new InetSocketAddress("127.0.0." + (1 + block), 0);
  }

  Pace pace(long start) {
    return perSecond > 0
        ? Pace.open(perSecond / threads, start)
        : Pace.closed(requests == Long.MAX_VALUE ? requests : requests / threads);
  }
}
