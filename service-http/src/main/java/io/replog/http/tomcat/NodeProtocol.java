package io.replog.http.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * A node's variant of Tomcat's HTTP/1.1. Tomcat creates it by its class name.
 *
 * <p>It also notices that a client left while its request waits for an answer ({@link
 * ClientWatch}). Tomcat itself does not watch a connection while its request is handled. Here the
 * poller keeps watching it: the next event is either the connection's end or a pipelined request,
 * which stays in the connection's buffer, where Tomcat reads it next.
 */
public final class NodeProtocol extends Http11NioProtocol {

  /** Bytes; the buffer of an answer, which {@code setBufferSize} enlarges. */
  private static final int RESPONSE_BUFFER = 256;

  public NodeProtocol() {
    super(new NodeEndpoint());
    WatchingHandler handler = new WatchingHandler(this);
    setHandler(handler);
    getEndpoint().setHandler(handler);
  }

  public static NodeProtocol of(Connector connector) {
    return (NodeProtocol) connector.getProtocolHandler();
  }

  /**
   * Listens on {@code address}, too, with the same port, unless this machine has no such address.
   */
  public void alsoListenOn(InetAddress address) {
    ((NodeEndpoint) getEndpoint()).alsoListenOn(address);
  }

  @Override
  public int getDesiredBufferSize() {
    return RESPONSE_BUFFER;
  }

  @Override
  protected Processor createProcessor() {
    return new NodeProcessor(this, getAdapter());
  }

  /** Called by Tomcat with the connection's lock held, on a thread of its own for each event. */
  private static final class WatchingHandler extends ConnectionHandler<NioChannel> {

    private static final long FOR_EVER = -1;

    WatchingHandler(AbstractProtocol<NioChannel> protocol) {
      super(protocol);
    }

    /** The request's thread leaves the connection while the request is still being handled. */
    @Override
    protected void longPoll(SocketWrapperBase<?> connection, Processor processor) {
      super.longPoll(connection, processor);
      if (processor.isAsync() && ClientWatch.of(processor.getRequest()) != null) {
        // Otherwise the poller would time out the client while the node works on its answer.
        connection.setReadTimeout(FOR_EVER);
        connection.registerReadInterest();
      }
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
      ClientWatch watch = watchOf(connection.getCurrentProcessor());
      if (watch == null) {
        return super.process(connection, event);
      }
      if (event == SocketEvent.OPEN_READ
          && isWaiting((Processor) connection.getCurrentProcessor())) {
        look(connection, watch);
        return SocketState.LONG;
      }
      connection.setReadTimeout(getProtocol().getConnectionTimeout());
      return super.process(connection, event);
    }

    private static ClientWatch watchOf(Object processor) {
      return processor instanceof Processor http && http.isAsync()
          ? ClientWatch.of(http.getRequest())
          : null;
    }

    /** Whether nobody has requested completion of the request, which arrives as the same event. */
    private static boolean isWaiting(Processor processor) {
      AtomicBoolean started = new AtomicBoolean();
      processor.getRequest().action(ActionCode.ASYNC_IS_STARTED, started);
      return started.get();
    }

    private static void look(SocketWrapperBase<NioChannel> connection, ClientWatch watch) {
      SocketBufferHandler buffers = connection.getSocketBufferHandler();
      buffers.configureReadBufferForWrite();
      ByteBuffer pipelined = buffers.getReadBuffer();
      try {
        if (connection.getSocket().read(pipelined) < 0) {
          watch.tell();
        } else if (pipelined.hasRemaining()) {
          connection.registerReadInterest();
        }
      } catch (IOException e) {
        watch.tell();
      }
    }
  }
}
