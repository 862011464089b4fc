package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.election.Grant;
import io.replog.election.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A node of a group in this process, which can be stopped and started again from its folder. */
final class Node implements AutoCloseable {

  /** Far beyond the terms of the tests. */
  static final long KNOWN = 50;

  private static final RatisSettings.Timing FAST =
      RatisSettings.Timing.elections(Duration.ofMillis(300), Duration.ofMillis(600));

  /** So small that a test fills more than one segment. */
  static final RatisSettings.Bounds SMALL = new RatisSettings.Bounds(8 * 1024, 4 * 1024, 16);

  private final RatisSettings settings;
  private RatisElections elections;
  private Heard heard;

  /** Not started yet. */
  Node(Path folder, String id) {
    this(folder, new Peer(id, "127.0.0.1", freePort()));
  }

  Node(Path folder, Peer self) {
    this.settings = new RatisSettings(folder, self, "127.0.0.1", FAST, SMALL);
  }

  Node start() {
    heard = new Heard();
    elections = new RatisElections(settings, KNOWN);
    elections.start(heard);
    return this;
  }

  RatisElections elections() {
    return elections;
  }

  Heard heard() {
    return heard;
  }

  Peer peer() {
    return settings.self();
  }

  String id() {
    return peer().id();
  }

  Path folder() {
    return settings.folder();
  }

  boolean reigns() {
    return heard.reign().isPresent();
  }

  /** Commits a grant for the reign under way. */
  Grant grant(long epoch) throws Exception {
    Grant grant = new Grant(heard.reign().orElseThrow(), id(), epoch, "claim-" + epoch, "log-1");
    elections.grant(grant).get(30, TimeUnit.SECONDS);
    assertThat(elections.state().grant()).contains(grant);
    return grant;
  }

  @Override
  public void close() {
    if (elections != null) {
      elections.close();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }
}
