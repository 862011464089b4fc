package io.replog.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that plays many clients over non-blocking sockets, so that the load costs the machine
 * little beside the servers that it measures.
 */
final class Loop implements Runnable {
  private static final int BUFFER = 64 * 1024;
  private static final long REOPEN_MILLIS = 100;
  private static final long DRAIN_NANOS = 2_000_000_000L;

  private final LoadPlan plan;
  private final Pace pace;
  private final AtomicLong numbers;
  private final Tally tally = new Tally();
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final List<Connection> connections = new ArrayList<>();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private int closed;
  private int underWay;
  private long reopenAt;
  private volatile boolean stopping;

  Loop(LoadPlan plan, Pace pace, AtomicLong numbers) throws IOException {
    this.plan = plan;
    this.pace = pace;
    this.numbers = numbers;
    this.selector = Selector.open();
  }

  Tally tally() {
    return tally;
  }

  /** Opens one more connection; before the thread starts. */
  void connect() throws IOException {
    idle.add(open());
  }

  /** Asks the thread to send nothing more, to wait a little for answers, and to end. */
  void stop() {
    stopping = true;
    selector.wakeup();
  }

  /** Lets the thread look at its pace; any thread may call. */
  void nudge() {
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      while (!stopping && !(pace.finished() && underWay == 0)) {
        sendDue();
        selector.select(this::ready, closed > 0 ? REOPEN_MILLIS : 0);
        reopen();
      }
      drain();
    } catch (IOException | RuntimeException e) {
      tally.failed("the load itself: " + e);
    } finally {
      connections.forEach(Connection::close);
      closeSelector();
    }
  }

  private void drain() throws IOException {
    long end = System.nanoTime() + DRAIN_NANOS;
    stopping = true;
    while (underWay > 0 && System.nanoTime() - end < 0) {
      selector.select(this::ready, REOPEN_MILLIS);
    }
  }

  private void sendDue() {
    long now = System.nanoTime();
    while (!idle.isEmpty()) {
      long since = pace.take(now);
      if (since == Pace.NOT_YET) {
        break;
      }
      send(idle.poll(), since);
    }
    tally.behind(pace.behind(now));
  }

  private void send(Connection connection, long since) {
    underWay++;
    try {
      connection.send(numbers.getAndIncrement(), since);
    } catch (IOException e) {
      broken(connection, e);
    }
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        receive(connection);
      }
    } catch (IOException e) {
      broken(connection, e);
    }
  }

  private void receive(Connection connection) throws IOException {
    Answer answer = connection.receive(buffer);
    if (answer == Answer.INCOMPLETE) {
      return;
    }
    long now = System.nanoTime();
    underWay--;
    if (answer == Answer.DONE) {
      tally.answered(now - connection.countedFrom());
    } else {
      tally.failed(connection.session().refusal());
    }
    long since = stopping ? Pace.NOT_YET : pace.take(now);
    if (since == Pace.NOT_YET) {
      idle.add(connection);
    } else {
      send(connection, since);
    }
  }

  private void broken(Connection connection, IOException why) {
    if (connection.busy()) {
      underWay--;
      tally.failed(String.valueOf(why.getMessage()));
    }
    connection.close();
    connections.remove(connection);
    idle.remove(connection);
    closed++;
    reopenAt = System.nanoTime() + REOPEN_MILLIS * 1_000_000;
  }

  private void reopen() {
    while (closed > 0 && !stopping && System.nanoTime() - reopenAt >= 0) {
      try {
        idle.add(open());
        closed--;
      } catch (IOException e) {
        tally.failed("no connection: " + e.getMessage());
        reopenAt = System.nanoTime() + REOPEN_MILLIS * 1_000_000;
      }
    }
  }

  private Connection open() throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      InetSocketAddress source = plan.source(connections.size());
      if (source != null) {
        channel.bind(source);
      }
      channel.connect(plan.server());
      Connection connection = new Connection(channel, plan.protocol().open(channel));
      connection.attachTo(selector);
      connections.add(connection);
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      tally.failed("the selector: " + e.getMessage());
    }
  }
}
