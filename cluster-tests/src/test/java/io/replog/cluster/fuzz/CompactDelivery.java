package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.cluster.client.Entry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The binary body of a delivery, written from docs/format.md. Its entries have no checksum. */
final class CompactDelivery {

  static final String MEDIA_TYPE = "application/vnd.replog.entries";

  private CompactDelivery() {}

  static byte[] of(long epoch, String claim, String logId, List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBytes("RLG2");
      out.writeLong(epoch);
      text(out, claim);
      text(out, logId);
      out.writeLong(0);
      out.writeLong(0);
      out.writeLong(entries.isEmpty() ? 0 : entries.getFirst().order());
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        byte[] message = entry.message().getBytes(UTF_8);
        out.writeInt(8 + 2 + entry.id().getBytes(UTF_8).length + message.length);
        out.writeLong(0);
        text(out, entry.id());
        out.write(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
