package io.replog.secondary.aside;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.replog.log.SetAside;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages that were cut from this node's log, in files {@code <log>-<epoch>-<order>.ndjson} of one
 * folder, a line of JSON for each: its {@code order} and {@code epoch} there, and its {@code id}
 * and {@code message} as {@code POST /messages} takes them. A file appears whole or not at all, and
 * nothing here deletes or replaces one: other messages of the same name are in {@code
 * <log>-<epoch>-<order>-2.ndjson}, and so on. Safe for any thread.
 */
public final class SetAsideFiles implements SetAside {

  private static final String SUFFIX = ".ndjson";
  private static final int LONGEST_NAME = 150;
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] END_OF_LINE = {'\n'};

  /** One file: its name, its size in bytes, its number of messages. */
  public record Kept(String file, long bytes, long messages) {}

  private final Path folder;
  private final long mostBytes;
  private final ReentrantLock keeping = new ReentrantLock();
  private volatile List<Kept> kept;

  /** {@code mostBytes}: of all files together. */
  public SetAsideFiles(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    try {
      Files.createDirectories(folder);
      this.kept = list();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** All files, by their names. */
  public List<Kept> kept() {
    return kept;
  }

  public long messages() {
    return kept.stream().mapToLong(Kept::messages).sum();
  }

  @Override
  public void keep(String logId, long epoch, long from, Cursor entries) {
    keeping.lock();
    try {
      keep("%s-%d-%d".formatted(safe(logId), epoch, from), epoch, entries);
    } catch (IOException e) {
      throw unusable(e);
    } finally {
      keeping.unlock();
    }
  }

  private void keep(String name, long epoch, Cursor entries) throws IOException {
    Path draft = folder.resolve(name + ".tmp");
    try {
      long messages = write(draft, epoch, entries);
      Path whole = place(name, draft);
      if (!Files.exists(whole)) { // Else an interrupted call left it, and nothing was cut then.
        long size = Files.size(draft);
        if (size > mostBytes - kept.stream().mapToLong(Kept::bytes).sum()) {
          throw full();
        }
        Files.move(draft, whole, StandardCopyOption.ATOMIC_MOVE);
        List<Kept> after = new ArrayList<>(kept);
        after.add(new Kept(whole.getFileName().toString(), size, messages));
        after.sort(Comparator.comparing(Kept::file));
        kept = List.copyOf(after);
      }
      sync(folder);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** The first file of this name that has the same messages as {@code draft}, or does not exist. */
  private Path place(String name, Path draft) throws IOException {
    Path place = folder.resolve(name + SUFFIX);
    for (int i = 2; Files.exists(place) && Files.mismatch(place, draft) >= 0; i++) {
      place = folder.resolve(name + "-" + i + SUFFIX);
    }
    return place;
  }

  /** A log's id may hold what no file's name may. */
  private static String safe(String logId) {
    String name = logId.replaceAll("[^A-Za-z0-9._~-]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** Returns how many it wrote. */
  private long write(Path file, long epoch, Cursor entries) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      long messages = 0;
      while (entries.hasNext()) {
        write(entries.next(), epoch, out);
        messages++;
        if (channel.position() > mostBytes) {
          throw full();
        }
      }
      out.flush();
      if (channel.position() > mostBytes) {
        throw full();
      }
      channel.force(true);
      return messages;
    }
  }

  private static void write(LogEntry entry, long epoch, OutputStream out) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      // The numbers first, so that a person can cut them off: docs/operations.md.
      json.writeNumberField("order", entry.order());
      json.writeNumberField("epoch", epoch);
      json.writeStringField("id", entry.id());
      json.writeStringField("message", entry.message());
      json.writeEndObject();
    }
    out.write(END_OF_LINE);
  }

  private StorageException full() {
    return new StorageException(
        StorageException.Kind.OTHER,
        ("%s would hold more than replog.set-aside.size (REPLOG_SETASIDE_SIZE) = %d bytes: move"
                + " files of it away, or raise that setting")
            .formatted(folder.toAbsolutePath(), mostBytes),
        null);
  }

  private static StorageException unusable(IOException e) {
    return new StorageException(StorageException.Kind.OTHER, Reason.of(e), e);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private List<Kept> list() throws IOException {
    List<Kept> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        try (var lines = Files.lines(file)) {
          found.add(new Kept(file.getFileName().toString(), Files.size(file), lines.count()));
        }
      }
    }
    found.sort(Comparator.comparing(Kept::file));
    return List.copyOf(found);
  }
}
