package io.replog.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A load that runs from its start until it is closed; callers ask for what it counted in stretches.
 *
 * <p>One event loop of Netty's plays all clients. The servers share the machine with the generator,
 * so it must cost little: with prepared requests and Netty's decoder alone, a request and its
 * answer cost about 13 µs of processor time, as with {@code wrk}. The JDK's {@code HttpClient} took
 * more than 200 µs in the same measurement, several times what the servers take.
 */
public final class Load implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long LOOK_MILLIS = 5;
  private static final long REOPEN_MILLIS = 100;
  private static final long DRAIN_SECONDS = 2;
  private static final long METRONOME_NANOS = 100_000;

  /** Numbers are never given twice in one run of the program. */
  private static final AtomicLong NUMBERS =
      new AtomicLong(System.currentTimeMillis() % 10_000_000_000L);

  private final LoadPlan plan;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final NioEventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("load", true));
  private final Bootstrap bootstrap = new Bootstrap();
  private final Thread metronome =
      Thread.ofPlatform().name("metronome").daemon().unstarted(this::beat);
  private volatile boolean stopping;

  // These belong to the event loop's thread.
  private final ArrayDeque<Client> idle = new ArrayDeque<>();
  private Sample counted = Sample.none();
  private long since = System.nanoTime();
  private Pace pace;
  private long behind;
  private int underWay;

  private Load(LoadPlan plan) {
    this.plan = plan;
    bootstrap
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpResponseDecoder(), new Client(Load.this, plan.request()));
              }
            });
  }

  /** Opens all connections, then starts to send. */
  public static Load start(LoadPlan plan) throws IOException, InterruptedException {
    Load load = new Load(plan);
    for (int i = 0; i < plan.clients(); i++) {
      ChannelFuture opened = load.open(i).await();
      if (!opened.isSuccess()) {
        load.close();
        throw new IOException("no connection to port " + plan.port(), opened.cause());
      }
    }
    load.loop.execute(load::begin);
    if (plan.perSecond() > 0) {
      load.metronome.start();
    }
    return load;
  }

  public LoadPlan plan() {
    return plan;
  }

  /** Whether answers are still to come: until it is closed, or its bound is reached. */
  public boolean running() {
    return ended.getCount() > 0;
  }

  /**
   * Waits and takes what is counted meanwhile.
   *
   * @param eachSecond is given every second of it while the load runs
   */
  public Sample measure(double seconds, Consumer<Sample> eachSecond) throws InterruptedException {
    take();
    return measureWhile(forSeconds(seconds), eachSecond);
  }

  /** A condition that holds for so long from now on. */
  public static BooleanSupplier forSeconds(double seconds) {
    long end = System.nanoTime() + (long) (seconds * SECOND);
    return () -> System.nanoTime() - end < 0;
  }

  /** The same for as long as a condition holds. */
  public Sample measureWhile(BooleanSupplier goesOn, Consumer<Sample> eachSecond)
      throws InterruptedException {
    Sample all = Sample.none();
    while (goesOn.getAsBoolean()) {
      long tick = System.nanoTime() + SECOND;
      while (goesOn.getAsBoolean() && System.nanoTime() - tick < 0) {
        Thread.sleep(LOOK_MILLIS);
      }
      Sample part = take();
      eachSecond.accept(part);
      all = all.and(part);
    }
    return all.and(take());
  }

  /** What was counted since the start or the last call. */
  public Sample take() {
    return loop.submit(this::endStretch).syncUninterruptibly().getNow();
  }

  private Sample endStretch() {
    long now = System.nanoTime();
    Sample ended = counted.over(now - since, behind);
    counted = Sample.none();
    since = now;
    return ended;
  }

  /** Sends nothing more, waits a little for the answers under way, and closes the connections. */
  @Override
  public void close() {
    stopping = true;
    loop.execute(this::sendDue);
    try {
      metronome.join();
      ended.await(DRAIN_SECONDS, TimeUnit.SECONDS);
      loop.shutdownGracefully(0, DRAIN_SECONDS, TimeUnit.SECONDS).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void connected(Client client) {
    idle.add(client);
    sendDue();
  }

  void answered(Client client) {
    underWay--;
    if (client.succeeded()) {
      counted.answered(System.nanoTime() - client.countedFrom());
    } else {
      counted.failed(client.refusal());
    }
    idle.add(client);
    sendDue();
  }

  void lost(Client client) {
    idle.remove(client);
    if (client.busy()) {
      underWay--;
      counted.failed(client.broken());
    }
    if (!loop.isShuttingDown()) {
      loop.schedule(this::reopen, REOPEN_MILLIS, TimeUnit.MILLISECONDS);
    }
    sendDue();
  }

  private void begin() {
    pace = plan.pace();
    since = System.nanoTime();
    sendDue();
  }

  private void sendDue() {
    long now = System.nanoTime();
    while (pace != null && !stopping && !idle.isEmpty()) {
      long due = pace.take(now);
      if (due == Pace.NOT_YET) {
        break;
      }
      underWay++;
      idle.poll().send(NUMBERS.getAndIncrement(), due);
    }
    behind = pace == null ? 0 : pace.behind(now);
    if (underWay == 0 && (stopping || pace != null && pace.finished())) {
      ended.countDown();
    }
  }

  private ChannelFuture open(int number) {
    return bootstrap.connect(plan.server(), plan.source(number));
  }

  private void reopen() {
    if (stopping) {
      return;
    }
    open(0)
        .addListener(
            opened -> {
              if (!opened.isSuccess()) {
                counted.failed("no connection: " + opened.cause().getMessage());
                loop.schedule(this::reopen, REOPEN_MILLIS, TimeUnit.MILLISECONDS);
              }
            });
  }

  /** Netty's timers are as coarse as a selector's; requests of an open loop are due in between. */
  private void beat() {
    while (!stopping) {
      LockSupport.parkNanos(METRONOME_NANOS);
      loop.execute(this::sendDue);
    }
  }
}
