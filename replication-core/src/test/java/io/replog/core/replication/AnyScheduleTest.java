package io.replog.core.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.replication.DeliveryPlan.Later;
import io.replog.core.replication.DeliveryPlan.Send;
import io.replog.core.replication.DeliveryPlan.Step;
import io.replog.core.replication.DeliveryPlan.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The plan of deliveries against a secondary and a network of which each step is chosen by chance:
 * requests and answers are lost, overtake each other and come late, connections break, the
 * secondary loses its disk. G1: no order counts as held that is not. G5: all arrives in the end.
 */
class AnyScheduleTest {

  private static final Window WINDOW = new Window(2, 5, 7, 50, 30, 1);

  @Test
  void whateverHappensNothingIsClaimedThatIsNotHeldAndAllArrivesInTheEnd() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 500; round++) {
      new World(new Random(seed + round), "seed %d, round %d".formatted(seed, round)).play();
    }
  }

  private static final class World {
    private final DeliveryPlan plan = new DeliveryPlan(WINDOW);
    private final Random random;
    private final String where;
    private final List<Send> requests = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Set<Long> held = new HashSet<>();
    private long length;
    private long now;
    private int underWay;

    private record Reply(Send request, long prefix) {}

    World(Random random, String where) {
      this.random = random;
      this.where = where;
    }

    void play() {
      for (int step = 0; step < 400; step++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> length += random.nextInt(6);
          case 3 -> now += random.nextInt(200);
          case 4, 5 -> arrive(random);
          case 6, 7 -> reply();
          case 8 -> comeBackUnacknowledged();
          case 9 -> breakConnection(random.nextInt(20) == 0);
          case 10 -> plan.awaited(length);
          default -> ask();
        }
        check();
      }
      finish();
    }

    private void ask() {
      if (plan.next(length, now) instanceof Send send) {
        assertThat(send.from()).as(where).isBetween(Math.max(0, plan.acked() - 1), length);
        assertThat(send.to()).as(where).isBetween(send.from(), length);
        assertThat(send.to() - send.from()).as(where).isLessThanOrEqualTo(WINDOW.messages());
        requests.add(send);
        underWay++;
      }
    }

    private void arrive(Random random) {
      if (!requests.isEmpty()) {
        Send request = requests.remove(random.nextInt(requests.size()));
        for (long order = request.from(); order < request.to(); order++) {
          held.add(order);
        }
        replies.add(new Reply(request, prefix()));
      }
    }

    /** Replies of broken connections arrive too. */
    private void reply() {
      if (!replies.isEmpty()) {
        Reply reply = replies.remove(random.nextInt(replies.size()));
        boolean current = plan.isCurrent(reply.request().session());
        plan.acknowledged(reply.request().session(), reply.prefix());
        plan.returned(reply.request().session(), now);
        underWay -= current ? 1 : 0;
      }
    }

    private void comeBackUnacknowledged() {
      if (!requests.isEmpty()) {
        Send request = requests.remove(random.nextInt(requests.size()));
        boolean current = plan.isCurrent(request.session());
        plan.returned(request.session(), now);
        underWay -= current ? 1 : 0;
      }
    }

    private void breakConnection(boolean diskLost) {
      plan.disconnected();
      assertThat(plan.next(length, now)).as(where).isNotInstanceOf(Send.class);
      if (diskLost) {
        held.clear();
        // What is on its way still arrives, at a secondary that is another one in effect.
        requests.clear();
        replies.clear();
      }
      plan.connected(prefix());
      underWay = 0;
    }

    private void check() {
      assertThat(plan.acked()).as(where).isBetween(0L, prefix());
      assertThat(underWay).as(where).isBetween(0, WINDOW.most());
    }

    /** Without further faults everything arrives, after which there is nothing to do. */
    private void finish() {
      if (!plan.isConnected()) {
        plan.connected(prefix());
      }
      for (int step = 0; plan.acked() < length || underWay > 0; step++) {
        assertThat(step).as(where).isLessThan(10_000);
        Step next = plan.next(length, now);
        if (next instanceof Later later) {
          assertThat(later.nanos()).as(where).isPositive();
          now += later.nanos();
        }
        if (next instanceof Send send) {
          requests.add(send);
          underWay++;
        }
        if (random.nextBoolean()) {
          arrive(random);
        } else {
          reply();
        }
        check();
      }
      assertThat(prefix()).as(where).isEqualTo(length);
      while (plan.next(length, now) instanceof Send greeting) {
        assertThat(greeting.to() - greeting.from()).as(where).isLessThanOrEqualTo(1);
        plan.returned(greeting.session(), now);
      }
    }

    private long prefix() {
      long prefix = 0;
      while (held.contains(prefix)) {
        prefix++;
      }
      return prefix;
    }
  }
}
