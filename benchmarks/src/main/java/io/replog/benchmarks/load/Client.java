package io.replog.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/** One connection with at most one request under way; used by the load's event loop only. */
final class Client extends SimpleChannelInboundHandler<HttpObject> {
  private static final int KEPT_OF_A_REFUSAL = 120;

  private final Load load;
  private final Request request;
  private final StringBuilder refusal = new StringBuilder();
  private ChannelHandlerContext connection;
  private ByteBuf bytes;
  private String broken = "the server closed the connection";
  private int status;
  private boolean busy;
  private long countedFrom;

  Client(Load load, Request request) {
    this.load = load;
    this.request = request;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection = context;
    bytes = request.buffer();
    load.connected(this);
  }

  boolean busy() {
    return busy;
  }

  /** The time from which the latency of the request under way counts. */
  long countedFrom() {
    return countedFrom;
  }

  /** Whether the server did what the last request asked for: a status of 200 to 299. */
  boolean succeeded() {
    return status / 100 == 2;
  }

  /** Why it did not, in a few words that group alike refusals. */
  String refusal() {
    return "HTTP " + status + " " + refusal;
  }

  /** Why the connection ended. */
  String broken() {
    return broken;
  }

  void send(long number, long since) {
    busy = true;
    countedFrom = since;
    refusal.setLength(0);
    request.number(bytes, number);
    connection.writeAndFlush(bytes.retainedDuplicate(), connection.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws Exception {
    if (part.decoderResult().isFailure()) {
      throw new IllegalStateException("no HTTP answer", part.decoderResult().cause());
    }
    if (part instanceof HttpResponse head) {
      status = head.status().code();
    }
    if (part instanceof HttpContent content && !succeeded()) {
      String text = content.content().toString(StandardCharsets.UTF_8);
      refusal.append(text, 0, Math.min(text.length(), KEPT_OF_A_REFUSAL - refusal.length()));
    }
    if (part instanceof LastHttpContent) {
      busy = false;
      load.answered(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken = String.valueOf(cause.getMessage());
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    bytes.release();
    load.lost(this);
  }
}
