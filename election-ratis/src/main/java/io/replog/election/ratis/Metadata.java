package io.replog.election.ratis;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which Ratis keeps the term and the vote of this node. Where the disk is full, Ratis
 * 3.3.0 leaves it empty, and such a node would never start again.
 */
final class Metadata {

  private static final Logger LOG = LoggerFactory.getLogger(Metadata.class);

  private static final String TERM = "term";

  /**
   * So many elections in a row are not held without a reign. With a term beyond all in which it may
   * have voted, the node cannot vote twice in one.
   */
  private static final long MARGIN = 1_000;

  private Metadata() {}

  /**
   * Gives the node a term in which it has not voted, if its file in {@code group} has none.
   *
   * @param known a term or epoch that the elections had reached when this node was last written to
   */
  static void mend(Path group, long known) throws IOException {
    Path file = group.resolve("current").resolve("raft-meta");
    if (!Files.exists(file)) {
      return;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    if (!properties.containsKey(TERM)) {
      long term = known + MARGIN;
      LOG.warn(
          "{} was left empty, by a full disk or a crash: this node goes on in term {}", file, term);
      DurableFile.write(
          file, (TERM + "=" + term + "\nvotedFor=\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
