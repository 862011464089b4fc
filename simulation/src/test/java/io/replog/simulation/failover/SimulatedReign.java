package io.replog.simulation.failover;

import io.replog.core.MasterRole;
import io.replog.core.MasterSettings;
import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.core.report.MasterMetrics;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.core.voting.Mandate;
import io.replog.log.DurableLog;
import io.replog.simulation.network.SimulatedClient;
import io.replog.simulation.nodes.DrawnAttempts;
import io.replog.simulation.nodes.Surroundings;
import io.replog.simulation.threads.SimulatedProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The role of an elected master in the simulated world, with threads of its own. */
final class SimulatedReign implements MasterMetrics {

  // As many requests as may be under way at all are usual, nothing gathers and nobody yields: it
  // never waits for a clock then.
  private static final Window WINDOW = new Window(3, 3, 2, 1 << 20, 0, 0, 0);
  private static final int MOST_WAITING = 100;
  private static final long LONG = Duration.ofDays(365).toNanos();

  private final VoterNode node;
  private final SimulatedProcess process;
  private final Surroundings world;
  private final MasterRole role;
  private int minted;

  SimulatedReign(
      VoterNode node,
      SimulatedProcess process,
      DurableLog log,
      Surroundings world,
      Mandate mandate) {
    this.node = node;
    this.process = process;
    this.world = world;
    MasterSettings settings =
        new MasterSettings(
            node.id(),
            List.of(),
            false,
            MOST_WAITING,
            new Appender.Bounds(MOST_WAITING, Long.MAX_VALUE),
            WINDOW,
            Duration.ZERO,
            new FailureDetector.Patience(LONG, LONG));
    MasterRole.Ports ports =
        new MasterRole.Ports(
            new Clients(),
            never -> new DrawnAttempts(world.time(), process),
            process,
            () -> process.name().replace('/', '-') + "-" + minted++,
            this);
    this.role = new MasterRole(log, settings, ports, Optional.of(mandate));
  }

  private final class Clients implements SecondaryClients {
    @Override
    public SecondaryClient connect(URI base) {
      return new SimulatedClient(world.network(), process, base.getHost());
    }

    @Override
    public SecondaryClient connectPatiently(URI base) {
      return connect(base);
    }
  }

  MasterRole role() {
    return role;
  }

  SimulatedProcess process() {
    return process;
  }

  private void add(String event) {
    world.trace().add(process + " " + event);
  }

  @Override
  public void stored(int messages, int requests, long nanos) {
    add("stored %d messages of %d requests".formatted(messages, requests));
  }

  @Override
  public void delivered(String secondary, int messages, long nanos) {
    add("heard that %s holds %d messages more".formatted(secondary, messages));
  }

  @Override
  public void failed(String secondary) {
    add("failed at " + secondary);
  }

  @Override
  public void members(List<Secondary> members) {
    // Records has what it counts by.
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {
    add("took over with epoch %d and %d messages".formatted(epoch, messages));
    node.copies().saysItIsOpen(node.disk());
  }
}
