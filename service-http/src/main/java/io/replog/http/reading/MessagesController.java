package io.replog.http.reading;

import io.replog.http.problem.ProblemException;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Reading the visible log, alike on every node. */
@RestController
public class MessagesController {

  private static final int WRITE_BUFFER = 32 << 10;

  private final ReadableLog log;
  private final Holders holders;

  MessagesController(ReadableLog log, Holders holders) {
    this.log = log;
    this.holders = holders;
  }

  @GetMapping(path = "/messages", produces = MediaType.APPLICATION_JSON_VALUE)
  void texts(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.TEXTS, request, response);
  }

  @GetMapping(
      path = {"/messages", "/full_messages"},
      produces = MediaType.APPLICATION_NDJSON_VALUE)
  void lines(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.LINES, request, response);
  }

  @GetMapping(path = "/full_messages", produces = MediaType.APPLICATION_JSON_VALUE)
  void records(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.RECORDS, request, response);
  }

  @GetMapping(path = "/messages/{order:[0-9]{1,19}}", produces = MediaType.APPLICATION_JSON_VALUE)
  void byOrder(@PathVariable("order") String order, HttpServletResponse response)
      throws IOException {
    one(parse(order).flatMap(log::entry), "no message at order " + order, response);
  }

  private static Optional<Long> parse(String order) {
    try {
      return Optional.of(Long.parseLong(order)).filter(value -> value <= MintedId.MAX_ORDER);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @GetMapping(path = "/messages/by-id/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  void byId(@PathVariable("id") String id, HttpServletResponse response) throws IOException {
    one(log.find(id), "no message with this id", response);
  }

  private void one(Optional<LogEntry> found, String otherwise, HttpServletResponse response)
      throws IOException {
    LogEntry entry =
        found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, otherwise));
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    MessageWriter.write(entry, holders.of(entry.order()), response.getOutputStream());
  }

  void page(Form form, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Page page = Page.of(request.getParameter("from"), request.getParameter("limit"), log.length());
    response.setHeader("Vary", "Accept");
    if (page.hasNext()) {
      response.setHeader("Link", nextLink(request, page));
    }
    if (new ServletWebRequest(request, response).checkNotModified(etag(form, page))) {
      return;
    }
    response.setContentType(form.mediaType());
    response.setBufferSize(WRITE_BUFFER);
    try (Cursor entries = log.read(page.from(), page.end())) {
      MessageWriter.write(form, entries, response.getOutputStream());
    }
  }

  private static String nextLink(HttpServletRequest request, Page page) {
    return "<%s?from=%d&limit=%d>; rel=\"next\""
        .formatted(request.getRequestURI(), page.end(), page.limit());
  }

  /** Messages never change, so which log and which orders says all. */
  private String etag(Form form, Page page) {
    return "\"%s-%d-%d-%s\""
        .formatted(log.facts().logId().orElse("none"), page.from(), page.end(), form.ordinal());
  }
}
