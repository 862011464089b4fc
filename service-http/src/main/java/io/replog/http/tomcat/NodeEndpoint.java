package io.replog.http.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.NioEndpoint;

/** Tomcat's endpoint, which can listen on a second address. Both share all bounds. */
final class NodeEndpoint extends NioEndpoint {

  private static final int UNLOCK_TIMEOUT_MILLIS = 1000;

  // Of the second address; null where there is none.
  private InetAddress address;
  private ServerSocketChannel server;
  private Acceptor<SocketChannel> acceptor;
  private volatile Thread acceptorThread;

  void alsoListenOn(InetAddress second) {
    address = second;
  }

  @Override
  protected void initServerSocket() throws Exception {
    super.initServerSocket();
    if (address != null && isOfThisMachine(address)) {
      server = ServerSocketChannel.open();
      getSocketProperties().setProperties(server.socket());
      server.bind(new InetSocketAddress(address, getLocalPort()), getAcceptCount());
    }
  }

  /** A machine without IPv6 has no {@code ::1}. */
  private static boolean isOfThisMachine(InetAddress address) {
    try (ServerSocketChannel any = ServerSocketChannel.open()) {
      any.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException e) {
      return false;
    }
  }

  @Override
  protected void startAcceptorThread() {
    super.startAcceptorThread();
    if (server != null) {
      acceptor = new Acceptor<>(this);
      acceptorThread = new Thread(acceptor, getName() + "-Acceptor-2");
      acceptorThread.setDaemon(getDaemon());
      acceptorThread.start();
    }
  }

  @Override
  protected SocketChannel serverSocketAccept() throws Exception {
    return Thread.currentThread() == acceptorThread ? server.accept() : super.serverSocketAccept();
  }

  /** Wakes both acceptors, by a connection, so that they notice the stop. */
  @Override
  protected void unlockAccept() {
    super.unlockAccept();
    if (acceptor == null || acceptor.getState() != Acceptor.AcceptorState.RUNNING) {
      return;
    }
    try (Socket socket = new Socket()) {
      socket.connect(server.getLocalAddress(), UNLOCK_TIMEOUT_MILLIS);
    } catch (IOException e) {
      getLog().debug("the second acceptor was not woken", e);
    }
  }

  @Override
  public void stopInternal() {
    super.stopInternal();
    if (acceptor != null) {
      acceptor.stopMillis(0);
    }
  }

  @Override
  protected void doCloseServerSocket() throws IOException {
    try {
      super.doCloseServerSocket();
    } finally {
      if (server != null) {
        server.close();
      }
    }
  }
}
