package io.replog.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One client: a connection with at most one request under way. */
final class Connection {
  private final SocketChannel channel;
  private final Session session;
  private SelectionKey key;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private boolean busy;
  private long countedFrom;

  Connection(SocketChannel channel, Session session) {
    this.channel = channel;
    this.session = session;
  }

  void attachTo(java.nio.channels.Selector selector) throws IOException {
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  boolean busy() {
    return busy;
  }

  /** The time from which the latency of the request under way counts. */
  long countedFrom() {
    return countedFrom;
  }

  Session session() {
    return session;
  }

  void send(long number, long since) throws IOException {
    busy = true;
    countedFrom = since;
    unsent = session.request(number);
    flush();
  }

  /** Writes what the socket takes, and asks to be called again for the rest. */
  void flush() throws IOException {
    channel.write(unsent);
    int wanted =
        unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /** Reads once into the buffer and hands it to the session. */
  Answer receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      throw new IOException("the server closed the connection");
    }
    buffer.flip();
    Answer answer = session.read(buffer);
    if (answer != Answer.INCOMPLETE) {
      busy = false;
    }
    return answer;
  }

  void close() {
    busy = false;
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done for a connection that cannot even be closed.
    }
  }
}
