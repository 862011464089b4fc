package io.replog.benchmarks.peers;

import io.replog.benchmarks.Payload;
import io.replog.benchmarks.load.LoadPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A system that somebody could pick instead, put to the same work on three nodes. */
public interface Peer {
  String name();

  /** How an append is made and when it is acknowledged. */
  String level();

  /** Whether this machine has it. */
  boolean installed();

  /** Starts three nodes with their data in a folder, which is empty and this peer's alone. */
  Running start(Path folder, Payload payload) throws Exception;

  /** Three nodes that run; closing stops them. */
  interface Running extends AutoCloseable {
    /** A closed loop of appends. */
    LoadPlan appends(int clients);

    /** How many appends each node holds: a peer that does not do the work cannot win. */
    List<Long> stored() throws Exception;

    @Override
    void close();
  }

  static List<Peer> all() {
    return List.of(new Etcd(), new Redis(), new Postgres());
  }

  /** An executable of this machine's path. */
  static Optional<Path> onPath(String program) {
    return List.of(System.getenv("PATH").split(java.io.File.pathSeparator)).stream()
        .map(folder -> Path.of(folder, program))
        .filter(java.nio.file.Files::isExecutable)
        .findFirst();
  }
}
