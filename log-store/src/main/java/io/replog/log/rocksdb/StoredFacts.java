package io.replog.log.rocksdb;

import io.replog.log.storage.LogFacts;
import io.replog.log.storage.StorageException;
import io.replog.model.Tail;
import io.replog.model.Voters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stores {@link LogFacts} as texts under their own names, beside the node's facts. */
final class StoredFacts {

  private static final String LOG_ID = "log-id";
  private static final String EPOCH = "epoch";
  private static final String CLAIM = "claim";
  private static final String TAIL_EPOCH = "tail-epoch";
  private static final String TAIL_CLAIM = "tail-claim";
  private static final String LACKING = "lacks-log";
  private static final String FIRST = "first";
  private static final String BASE = "first-checksum";
  private static final String VOTERS = "voters";

  private StoredFacts() {}

  /** What to store under each name; an empty value removes it. */
  static Map<String, Optional<String>> write(LogFacts facts) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    values.put(LOG_ID, facts.logId());
    values.put(EPOCH, Optional.of(Long.toString(facts.epoch())));
    values.put(CLAIM, Optional.of(facts.claim()));
    values.put(TAIL_EPOCH, Optional.of(Long.toString(facts.tail().epoch())));
    values.put(TAIL_CLAIM, Optional.of(facts.tail().claim()));
    values.put(LACKING, Optional.of("true").filter(lacking -> facts.lacking()));
    values.put(FIRST, Optional.of(Long.toString(facts.first())));
    values.put(BASE, Optional.of(Long.toString(facts.base())));
    values.put(VOTERS, facts.voters().map(Voters::text));
    return values;
  }

  /** Reads them; {@code stored} returns the text under a name. */
  static LogFacts read(Function<String, Optional<String>> stored) {
    return new LogFacts(
        stored.apply(LOG_ID),
        number(EPOCH, stored),
        stored.apply(CLAIM).orElse(""),
        new Tail(number(TAIL_EPOCH, stored), stored.apply(TAIL_CLAIM).orElse("")),
        stored.apply(LACKING).isPresent(),
        number(FIRST, stored),
        number(BASE, stored),
        stored.apply(VOTERS).map(StoredFacts::voters));
  }

  private static Voters voters(String text) {
    try {
      return Voters.parse(text);
    } catch (IllegalArgumentException e) {
      throw StorageException.damage("the record of the voters is \"%s\"".formatted(text), e);
    }
  }

  private static long number(String name, Function<String, Optional<String>> stored) {
    String text = stored.apply(name).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StorageException.damage("%s is \"%s\", which is no number".formatted(name, text), e);
    }
  }
}
