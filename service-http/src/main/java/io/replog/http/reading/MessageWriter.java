package io.replog.http.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.replog.http.buffers.JsonBuffers;
import io.replog.model.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;

/**
 * Streams messages, so that memory stays flat however long the log. They go from stored UTF-8 to
 * the client without becoming strings.
 */
final class MessageWriter {

  // Closing a generator must not make a failed answer look complete, nor send what a problem
  // document can still replace.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonBuffers.POOL)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private MessageWriter() {}

  static void write(Form form, Iterator<LogEntry> entries, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      switch (form) {
        case LINES -> lines(json, entries);
        case RECORDS -> array(json, entries, MessageWriter::record);
        case TEXTS -> array(json, entries, MessageWriter::text);
      }
    }
  }

  /** One record, with {@code acks} if they are given. */
  static void write(LogEntry entry, List<String> acks, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields(json, entry);
      json.writeArrayFieldStart("acks");
      for (String node : acks) {
        json.writeString(node);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** One record as a line of its own makes a server-sent event's data. */
  static void write(LogEntry entry, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      record(json, entry);
    }
  }

  private interface Element {
    void write(JsonGenerator json, LogEntry entry) throws IOException;
  }

  private static void array(JsonGenerator json, Iterator<LogEntry> entries, Element element)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("messages");
    while (entries.hasNext()) {
      element.write(json, entries.next());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void lines(JsonGenerator json, Iterator<LogEntry> entries) throws IOException {
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    while (entries.hasNext()) {
      record(json, entries.next());
      json.writeRaw('\n');
    }
  }

  private static void record(JsonGenerator json, LogEntry entry) throws IOException {
    json.writeStartObject();
    fields(json, entry);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, LogEntry entry) throws IOException {
    json.writeStringField("id", entry.id());
    json.writeFieldName("message");
    text(json, entry);
    json.writeNumberField("order", entry.order());
  }

  private static void text(JsonGenerator json, LogEntry entry) throws IOException {
    json.writeUTF8String(entry.record(), entry.messageOffset(), entry.messageLength());
  }
}
