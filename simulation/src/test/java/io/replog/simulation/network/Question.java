package io.replog.simulation.network;

import io.replog.core.transport.TransportException;

/** What is asked of a node; runs there, once for each time that it arrives. */
@FunctionalInterface
public interface Question<T> {

  /** Fails with what a master's client would make of a refusal. */
  T ask(Answering node) throws TransportException;
}
