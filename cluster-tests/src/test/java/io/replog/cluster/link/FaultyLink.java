package io.replog.cluster.link;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy in front of one node, for one of those who connect to it. */
public final class FaultyLink implements Closeable {

  private final ServerSocket door;
  private final InetSocketAddress target;
  private final Gate gate = new Gate();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  private FaultyLink(ServerSocket door, InetSocketAddress target) {
    this.door = door;
    this.target = target;
  }

  /** Listens at {@code address} and passes everything on to {@code target}. */
  public static FaultyLink open(InetSocketAddress address, InetSocketAddress target)
      throws IOException {
    ServerSocket door = new ServerSocket();
    door.bind(address, 256);
    FaultyLink link = new FaultyLink(door, target);
    Thread.ofVirtual().start(link::accept);
    return link;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) door.getLocalSocketAddress();
  }

  public LinkFault fault() {
    return gate.fault();
  }

  /** Makes the link bad in this way from now on. */
  public void inflict(LinkFault fault) {
    gate.set(fault);
    switch (fault) {
      case LinkFault.Resetting resetting -> connections.forEach(Connection::reset);
      case LinkFault.HalfOpen halfOpen -> connections.forEach(Connection::forgetFarEnd);
      default -> {}
    }
  }

  public void heal() {
    inflict(LinkFault.SOUND);
  }

  /** How many connections are open through this link. */
  public int connections() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = door.accept();
        Thread.ofVirtual().start(() -> connect(near));
      }
    } catch (IOException e) {
      // The door was closed: the link is no longer needed.
    }
  }

  private void connect(Socket near) {
    try {
      if (gate.fault() instanceof LinkFault.Resetting) {
        Connection.reset(near);
        return;
      }
      gate.awaitPassage(Direction.FORTH);
      Connection connection = new Connection(near, farEnd(near), gate);
      connections.add(connection);
      connection.run(() -> connections.remove(connection));
    } catch (IOException e) {
      Connection.reset(near);
    }
  }

  private Socket farEnd(Socket near) throws IOException {
    near.setTcpNoDelay(true);
    Socket far = new Socket();
    try {
      far.setTcpNoDelay(true);
      far.connect(target);
      return far;
    } catch (IOException e) {
      far.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    gate.set(LinkFault.SOUND);
    connections.forEach(Connection::reset);
  }
}
