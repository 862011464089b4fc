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

  Pace pace() {
    return perSecond > 0 ? Pace.open(perSecond, System.nanoTime()) : Pace.closed(requests);
  }
}
