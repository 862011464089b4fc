package io.replog.cluster.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One client's connection through a link: a pump for each direction. */
final class Connection {

  private final Socket near;
  private final Socket far;
  private final Gate gate;
  private final CountDownLatch pumps = new CountDownLatch(2);
  private volatile boolean farEndForgotten;

  Connection(Socket near, Socket far, Gate gate) {
    this.near = near;
    this.far = far;
    this.gate = gate;
  }

  /** Pumps both ways, and returns when both ends are done. */
  void run(Runnable afterwards) {
    Thread.ofVirtual().start(() -> pump(near, far, Direction.FORTH));
    Thread.ofVirtual().start(() -> pump(far, near, Direction.BACK));
    try {
      pumps.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(near);
    close(far);
    afterwards.run();
  }

  private void pump(Socket from, Socket to, Direction direction) {
    byte[] chunk = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (!farEndForgotten) {
          forward(chunk, n, out, direction);
        }
      }
      if (!farEndForgotten) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      if (!farEndForgotten) {
        reset();
      }
    } finally {
      pumps.countDown();
    }
  }

  /** Looks at the fault again after each part, so that healing is felt at once. */
  private void forward(byte[] chunk, int length, OutputStream out, Direction direction)
      throws IOException {
    int done = 0;
    while (done < length) {
      int part = length - done;
      switch (gate.awaitPassage(direction)) {
        case LinkFault.Delayed delayed -> pause(delayed.by());
        case LinkFault.Trickle trickle -> {
          pause(trickle.gap());
          part = 1;
        }
        default -> {}
      }
      out.write(chunk, done, part);
      done += part;
    }
  }

  /** The passing of time is the fault itself. */
  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void reset() {
    reset(near);
    reset(far);
  }

  /** Closes the far end; the near end stays open, its bytes go nowhere. */
  void forgetFarEnd() {
    farEndForgotten = true;
    close(far);
  }

  /** Closes so that the peer sees a reset. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to be closed.
    }
  }
}
