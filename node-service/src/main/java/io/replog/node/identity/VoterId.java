package io.replog.node.identity;

import io.replog.core.voting.NodeFacts;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import io.replog.model.Voter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's id as a voter: its server id and a random part that is new with each disk. It stands
 * beside the log and in the engine's folder. Where the two do not agree, or the log comes from a
 * backup, something was lost or restored, and what this node promised or voted for may be
 * forgotten: it takes a new id, under which it counts for nothing until it is added.
 */
public final class VoterId {

  private static final Logger logger = LoggerFactory.getLogger(VoterId.class);

  private static final String META = NodeFacts.VOTER_ID;
  private static final String FILE = "voter-id";
  private static final int HEX_DIGITS = 8;

  private VoterId() {}

  /**
   * The id of this node, stored in both places when this returns.
   *
   * @param restored whether the log comes from a backup, which has the id, too
   * @param engine the engine's folder; emptied aside where the id is new, as it would answer for
   *     the old one
   */
  public static String of(
      String server, DurableLog log, boolean restored, Path engine, RandomGenerator random) {
    Optional<String> beside = log.meta(META);
    Optional<String> inside = read(engine.resolve(FILE));
    if (!restored
        && beside.isPresent()
        && beside.equals(inside)
        && Voter.server(beside.get()).equals(server)) {
      return beside.get();
    }
    String fresh = server + "." + HexFormat.of().toHexDigits(random.nextLong(), HEX_DIGITS);
    tell(beside, restored, inside, fresh);
    try {
      setAside(engine);
      write(engine.resolve(FILE), fresh);
    } catch (IOException e) {
      throw new StorageException(StorageException.Kind.OTHER, Reason.of(e), e);
    }
    log.commit(new Commit().put(META, fresh));
    return fresh;
  }

  private static void tell(
      Optional<String> beside, boolean restored, Optional<String> inside, String fresh) {
    if (restored) {
      logger.warn(
          "the log was restored from a backup, so this node is {} now, and counts for nothing until"
              + " it is added",
          fresh);
    } else if (beside.isEmpty() && inside.isEmpty()) {
      logger.info("this node is new: {}", fresh);
    } else {
      logger.warn(
          "the log is of the voter {}, the folder election of {}: one of them was lost or replaced,"
              + " so this node is {} now, and counts for nothing until it is added",
          beside.orElse("(none)"),
          inside.orElse("(none)"),
          fresh);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new StorageException(StorageException.Kind.OTHER, Reason.of(e), e);
    }
  }

  /** What the engine kept under another id stays readable for a person. */
  private static void setAside(Path engine) throws IOException {
    if (Files.exists(engine)) {
      Path aside = engine;
      for (int i = 1; Files.exists(aside); i++) {
        aside = engine.resolveSibling(engine.getFileName() + ".old-" + i);
      }
      Files.move(engine, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.createDirectories(engine);
  }

  private static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(FILE + ".tmp");
    Files.writeString(draft, text + "\n");
    try (FileChannel written = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
