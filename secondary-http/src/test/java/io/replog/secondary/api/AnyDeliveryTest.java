package io.replog.secondary.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.http.problem.ProblemException;
import io.replog.log.TestEntries;
import io.replog.model.Damage;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whatever is delivered: what a replica may look at, or an invalid request. */
class AnyDeliveryTest {

  private static final int ROUNDS = 20_000;

  private final DeliveryReader reader = new DeliveryReader(9);

  @Test
  void anyJsonIsADeliveryOrIsRefused() {
    byte[] valid =
        """
        {"epoch":3,"log_id":"log-ü","messages":[
          {"order":7,"id":"a","message":"ü 🎉"},{"order":8,"id":17,"message":"m"}]}
        """
            .getBytes(UTF_8);
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] body = Damage.of(random, valid);
          deliveryOrRefused(() -> reader.json(body));
        });
  }

  @Test
  void anyCompactBodyIsADeliveryOrIsRefused() {
    List<LogEntry> entries = new ArrayList<>(TestEntries.chain(2));
    entries.add(TestEntries.loose(2));
    entries.add(TestEntries.loose(3));
    byte[] valid = DeliveryCodec.encode(new Delivery(3, "claim", "log-ü", entries));
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] body = Damage.of(random, valid);
          deliveryOrRefused(() -> reader.compact(body));
        });
  }

  private static void deliveryOrRefused(Callable<Delivery> read) throws Exception {
    try {
      Delivery delivery = read.call();
      assertThat(delivery.epoch()).isNotNegative();
      assertThat(delivery.logId()).isNotEmpty().hasSizeLessThanOrEqualTo(256);
      for (LogEntry entry : delivery.entries()) {
        assertThat(entry.order()).isBetween(0L, MintedId.MAX_ORDER);
        assertThat(entry.isChained() || entry.isWellFormed()).as("%s", entry).isTrue();
      }
    } catch (ProblemException e) {
      assertThat(e.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
    }
  }
}
