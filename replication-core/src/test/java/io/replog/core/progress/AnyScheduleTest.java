package io.replog.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.progress.Progress.Later;
import io.replog.core.progress.Progress.Range;
import io.replog.core.progress.Progress.Send;
import io.replog.core.progress.Progress.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The progress of one secondary against a secondary and a network of which each step is chosen by
 * chance: requests and answers are lost, overtake each other and come late, connections break, the
 * secondary loses its disk. G1: no order counts as held that is not. G5: all arrives in the end.
 */
class AnyScheduleTest {

  private static final Window WINDOW = new Window(2, 5, 7, 1_000_000, 50, 30, 1);

  @Test
  void whateverHappensNothingIsClaimedThatIsNotHeldAndAllArrivesInTheEnd() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 500; round++) {
      new World(new Random(seed + round), "seed %d, round %d".formatted(seed, round)).play();
    }
  }

  private static final class World {
    private final Progress progress = new Progress(WINDOW);
    private final Random random;
    private final String where;
    private final List<Send> requests = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Set<Long> held = new HashSet<>();
    private long length;
    private long now;
    private int underWay;
    private String process = "run";

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
          case 10 -> progress.awaited(length);
          default -> ask();
        }
        check();
      }
      finish();
    }

    private void ask() {
      if (progress.next(length, now) instanceof Send send) {
        assertThat(send.from()).as(where).isBetween(Math.max(0, send.matched() - 1), length);
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
        boolean current = progress.isCurrent(reply.request().session());
        long before = progress.acknowledged();
        Range newly = progress.acknowledged(reply.request(), reply.prefix());
        if (newly.to() > newly.from()) {
          assertThat(newly).as(where).isEqualTo(new Range(before, progress.acknowledged()));
        } else {
          assertThat(progress.acknowledged()).as(where).isEqualTo(before);
        }
        progress.returned(reply.request(), now);
        underWay -= current ? 1 : 0;
      }
    }

    private void comeBackUnacknowledged() {
      if (!requests.isEmpty()) {
        Send request = requests.remove(random.nextInt(requests.size()));
        boolean current = progress.isCurrent(request.session());
        progress.returned(request, now);
        underWay -= current ? 1 : 0;
      }
    }

    private void breakConnection(boolean diskLost) {
      progress.disconnected();
      assertThat(progress.next(length, now)).as(where).isNotInstanceOf(Send.class);
      if (diskLost) {
        process += "'";
        held.clear();
        // What is on its way still arrives, at a secondary that is another one in effect.
        requests.forEach(lost -> progress.returned(lost, now));
        replies.forEach(lost -> progress.returned(lost.request(), now));
        requests.clear();
        replies.clear();
      }
      progress.connected(prefix(), process);
      underWay = 0;
    }

    private void check() {
      assertThat(progress.acknowledged()).as(where).isBetween(0L, prefix());
      assertThat(underWay).as(where).isBetween(0, WINDOW.most());
    }

    /** Without further faults everything arrives, after which there is nothing to do. */
    private void finish() {
      if (!progress.isConnected()) {
        progress.connected(prefix(), process);
      }
      for (int step = 0; progress.acknowledged() < length || underWay > 0; step++) {
        assertThat(step).as(where).isLessThan(10_000);
        Step next = progress.next(length, now);
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
      while (progress.next(length, now) instanceof Send announcement) {
        assertThat(announcement.to() - announcement.from()).as(where).isLessThanOrEqualTo(1);
        progress.returned(announcement, now);
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
