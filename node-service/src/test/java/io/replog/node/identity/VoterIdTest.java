package io.replog.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoterIdTest {

  @TempDir Path folder;

  private final Random random = new Random(7);
  private DurableLog log = new DurableLog(new MemoryStorage());
  private Path engine;

  @BeforeEach
  void place() {
    engine = folder.resolve("election");
  }

  private String id() {
    return VoterId.of("n1", log, false, engine, random);
  }

  @Test
  void isTheServerIdAndEightHexDigits() {
    assertThat(id()).matches("n1\\.[0-9a-f]{8}");
  }

  @Test
  void staysTheSameOnTheSameDisk() {
    assertThat(id()).isEqualTo(id());
  }

  @Test
  void isNewWithAnotherLog() {
    String before = id();
    log = new DurableLog(new MemoryStorage());

    assertThat(id()).isNotEqualTo(before).isEqualTo(id());
  }

  @Test
  void isNewOnceTheEnginesFolderIsLost() throws IOException {
    String before = id();
    Files.delete(engine.resolve("voter-id"));
    Files.delete(engine);

    assertThat(id()).isNotEqualTo(before).isEqualTo(id());
  }

  /** A person may copy a backup's log beside the engine's folder of the same voter. */
  @Test
  void isNewOverALogThatWasRestoredFromABackup() {
    String before = id();

    String restored = VoterId.of("n1", log, true, engine, random);

    assertThat(restored).isNotEqualTo(before).isEqualTo(id());
  }

  @Test
  void isNewUnderAnotherServerId() {
    String before = id();

    assertThat(VoterId.of("n2", log, false, engine, random)).startsWith("n2.").isNotEqualTo(before);
  }

  /** The engine would answer for the voter that its folder belongs to. */
  @Test
  void aNewIdMeansAnEmptyEnginesFolderAndTheOldOneIsKept() throws IOException {
    id();
    Files.writeString(engine.resolve("vote"), "for n2");
    log = new DurableLog(new MemoryStorage());

    id();

    assertThat(engine.resolve("vote")).doesNotExist();
    assertThat(folder.resolve("election.old-1").resolve("vote")).hasContent("for n2");
  }
}
