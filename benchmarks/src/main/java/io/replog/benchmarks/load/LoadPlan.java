package io.replog.benchmarks.load;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What a load sends, to whom, and when.
 *
 * @param port of a server on loopback; nobody else asked for this load
 * @param request what every client sends
 * @param clients connections, each with at most one request under way
 * @param perSecond requests a second of an open loop, 0 for a closed one
 * @param requests after this many in all a closed loop ends
 */
public record LoadPlan(int port, Request request, int clients, double perSecond, long requests) {
  /** A source address has some 28,000 ports by default; a large load uses several. */
  private static final int PORTS_OF_A_SOURCE = 20_000;

  /** A closed loop without an end. */
  public static LoadPlan closed(int port, Request request, int clients) {
    return new LoadPlan(port, request, clients, 0, Long.MAX_VALUE);
  }

  public LoadPlan clients(int count) {
    return new LoadPlan(port, request, count, perSecond, requests);
  }

  public LoadPlan atRate(double rate) {
    return new LoadPlan(port, request, clients, rate, requests);
  }

  public LoadPlan upTo(long count) {
    return new LoadPlan(port, request, clients, perSecond, count);
  }

  SocketAddress server() {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** The address from which the n-th connection is made, null for the system's choice. */
  SocketAddress source(int connection) {
    int block = connection / PORTS_OF_A_SOURCE;
    return block == 0 ? null : new InetSocketAddress("127.0.0." + (1 + block), 0);
  }

  Pace pace() {
    return perSecond > 0 ? Pace.open(perSecond, System.nanoTime()) : Pace.closed(requests);
  }
}
