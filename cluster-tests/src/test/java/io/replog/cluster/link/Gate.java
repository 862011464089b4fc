package io.replog.cluster.link;

/** Holds threads back while the link's present fault lets nothing through. */
final class Gate {

  private LinkFault fault = LinkFault.SOUND;

  synchronized LinkFault fault() {
    return fault;
  }

  synchronized void set(LinkFault fault) {
    this.fault = fault;
    notifyAll();
  }

  /** Returns the fault under which the bytes may pass, which is none that stops this direction. */
  synchronized LinkFault awaitPassage(Direction direction) {
    while (fault.stops(direction)) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a link", e);
      }
    }
    return fault;
  }
}
