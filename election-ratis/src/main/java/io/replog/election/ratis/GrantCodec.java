package io.replog.election.ratis;

import io.replog.election.Grant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A grant as bytes, in the engine's log and in its snapshot: a version, term, node, epoch, claim,
 * log id.
 */
final class GrantCodec {

  private static final int VERSION = 1;

  private GrantCodec() {}

  static byte[] encode(Grant grant) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(grant.term());
      out.writeUTF(grant.node());
      out.writeLong(grant.epoch());
      out.writeUTF(grant.claim());
      out.writeUTF(grant.logId());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if these are not the bytes of a grant, or those of a newer version
   */
  static Grant decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("unknown version of a grant: " + version);
      }
      Grant grant =
          new Grant(in.readLong(), in.readUTF(), in.readLong(), in.readUTF(), in.readUTF());
      if (in.read() >= 0) {
        throw new IOException("a grant of %d bytes is too long".formatted(bytes.length));
      }
      return grant;
    } catch (IllegalArgumentException outOfBounds) {
      throw new IOException("not a grant", outOfBounds);
    }
  }
}
