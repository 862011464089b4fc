package io.replog.cluster.storm;

import io.replog.cluster.link.Direction;
import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.link.LinkFault;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What can be done to the network between two nodes. */
final class LinkHarms {

  private LinkHarms() {}

  private record BadLink(FaultyLink link, LinkFault fault) implements Harm {

    @Override
    public void begin() {
      link.inflict(fault);
    }

    @Override
    public void end() {
      link.heal();
    }

    @Override
    public String toString() {
      return fault.toString();
    }
  }

  static Lane lane(String name, FaultyLink link) {
    return new Lane(
        name, Duration.ofSeconds(15), List.of(random -> new BadLink(link, fault(random))));
  }

  static LinkFault fault(RandomGenerator random) {
    return switch (random.nextInt(7)) {
      case 0 -> new LinkFault.Cut();
      case 1 -> new LinkFault.OneWay(Direction.FORTH);
      case 2 -> new LinkFault.OneWay(Direction.BACK);
      case 3 -> new LinkFault.Delayed(Duration.ofMillis(random.nextInt(1, 300)));
      case 4 -> new LinkFault.Trickle(Duration.ofMillis(random.nextInt(1, 10)));
      case 5 -> new LinkFault.Resetting();
      default -> new LinkFault.HalfOpen();
    };
  }
}
