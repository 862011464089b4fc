package io.replog.simulation.network;

import io.replog.master.replication.LinkException;

/** What is asked of a node; runs there, once for each time that it arrives. */
@FunctionalInterface
public interface Question<T> {

  /** Fails with what a master's link would make of a refusal. */
  T ask(Answering node) throws LinkException;
}
