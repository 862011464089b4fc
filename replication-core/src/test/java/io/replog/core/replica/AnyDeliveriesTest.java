package io.replog.core.replica;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * G1, G3, G4: whatever a network does to the deliveries of one log, and whenever the node crashes,
 * it shows exactly the run of orders from 0 that it has acknowledged.
 */
class AnyDeliveriesTest {

  private static final int LENGTH = 40;

  @Test
  void shownIsAlwaysTheGaplessPrefixOfWhatArrived() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 200; round++) {
      play(new Random(seed + round), "seed %d, round %d".formatted(seed, round));
    }
  }

  private static void play(Random random, String where) {
    SecondaryNode node = new SecondaryNode();
    List<LogEntry> entries = chain(LENGTH);
    TreeSet<Long> arrived = new TreeSet<>();
    for (int step = 0; node.log.length() < LENGTH; step++) {
      if (random.nextInt(10) == 0) {
        node.crash();
      }
      List<LogEntry> sent = some(entries, random, prefix(arrived));
      if (node.accept(1, sent) instanceof DeliveryOutcome.Stored) {
        sent.forEach(entry -> arrived.add(entry.order()));
      }
      int shown = prefix(arrived);
      assertThat(messages(node.log)).as(where).isEqualTo(messages(entries.subList(0, shown)));
      node.holds(arrived.tailSet((long) shown).stream().mapToLong(Long::longValue).toArray());
      assertThat(step).as(where).isLessThan(10_000);
    }
    assertThat(node.log.checksum()).as(where).isEqualTo(entries.getLast().checksum());
  }

  /** Any entries near the end of the prefix, in any order. */
  private static List<LogEntry> some(List<LogEntry> entries, Random random, int prefix) {
    List<LogEntry> some = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int order = Math.clamp(prefix - 2 + random.nextInt(7), 0, LENGTH - 1);
      some.add(entries.get(order));
    }
    return some;
  }

  private static int prefix(TreeSet<Long> arrived) {
    int prefix = 0;
    while (arrived.contains((long) prefix)) {
      prefix++;
    }
    return prefix;
  }
}
