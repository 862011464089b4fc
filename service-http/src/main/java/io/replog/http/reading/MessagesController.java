package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.util.UriUtils;

/** Reading the visible log, alike on every node. */
@RestController
public class MessagesController {

  private static final int WRITE_BUFFER = 32 << 10;
  private static final String NO_SUCH_ID = "no message with this id";

  private final Views views;
  private final Holders holders;

  MessagesController(Views views, Holders holders) {
    this.views = views;
    this.holders = holders;
  }

  @GetMapping(
      path = {"/messages", "/"},
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters(
      value = {"from", "limit"},
      reads = true)
  void texts(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.TEXTS, request, response);
  }

  @GetMapping(
      path = {"/messages", "/full_messages", "/"},
      produces = MediaType.APPLICATION_NDJSON_VALUE)
  @Query.Parameters(
      value = {"from", "limit"},
      reads = true)
  void lines(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.LINES, request, response);
  }

  @GetMapping(path = "/full_messages", produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters(
      value = {"from", "limit"},
      reads = true)
  void records(HttpServletRequest request, HttpServletResponse response) throws IOException {
    page(Form.RECORDS, request, response);
  }

  @GetMapping(path = "/messages/{order:[0-9]{1,19}}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters(reads = true)
  void byOrder(
      @PathVariable("order") String order, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ReadableLog log = views.of(request);
    one(log, visible(order, log), "no message at order " + order, request, response);
  }

  private static OptionalLong visible(String order, ReadableLog log) {
    try {
      long parsed = Long.parseLong(order);
      return parsed < log.length() ? OptionalLong.of(parsed) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @GetMapping(path = "/messages/by-id/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters(reads = true)
  void byId(HttpServletRequest request, HttpServletResponse response) throws IOException {
    // As it stands in the path: Spring's variable lacks what follows a semicolon.
    String path = request.getRequestURI();
    String id = UriUtils.decode(path.substring(path.lastIndexOf('/') + 1), UTF_8);
    ReadableLog log = views.of(request);
    one(log, log.orderOf(id), NO_SUCH_ID, request, response);
  }

  /** For ids that no path can hold: {@code .}, {@code ..}, and those with a NUL. */
  @GetMapping(path = "/messages/by-id", produces = MediaType.APPLICATION_JSON_VALUE)
  @Query.Parameters(value = "id", reads = true)
  void byIdInQuery(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String id = request.getParameter("id");
    if (id == null) {
      throw ProblemException.invalid("id", "is missing");
    }
    ReadableLog log = views.of(request);
    one(log, log.orderOf(id), NO_SUCH_ID, request, response);
  }

  private void one(
      ReadableLog log,
      OptionalLong order,
      String otherwise,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (order.isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND, otherwise);
    }
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    if (!isHead(request)) {
      LogEntry entry =
          log.entry(order.getAsLong())
              .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, otherwise));
      MessageWriter.write(entry, holders.of(entry.order()), response.getOutputStream());
    }
  }

  void page(Form form, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ReadableLog log = views.of(request);
    Page page = Page.of(request.getParameter("from"), request.getParameter("limit"), log.length());
    response.setHeader("Vary", "Accept");
    if (page.hasNext()) {
      response.setHeader("Link", nextLink(request, page));
    }
    if (new ServletWebRequest(request, response).checkNotModified(etag(log, form, page))) {
      return;
    }
    response.setContentType(form.mediaType());
    if (isHead(request)) {
      return;
    }
    response.setBufferSize(WRITE_BUFFER);
    try (Cursor entries = log.read(page.from(), page.end())) {
      MessageWriter.write(form, entries, response.getOutputStream());
    }
  }

  private String nextLink(HttpServletRequest request, Page page) {
    return "<%s?from=%d&limit=%d%s>; rel=\"next\""
        .formatted(request.getRequestURI(), page.end(), page.limit(), views.kept(request));
  }

  /**
   * The checksum covers every message up to the page's end, so that a restored log that was written
   * to again has other tags. Weak, because Tomcat compresses no answer with a strong one.
   */
  private static String etag(ReadableLog log, Form form, Page page) {
    long checksum = log.checksumOf(page.end()).orElse(LogEntry.EMPTY_LOG_CHECKSUM);
    return "W/\"%d-%d-%016x-%d\"".formatted(page.from(), page.end(), checksum, form.ordinal());
  }

  /** A HEAD request must not read the messages. */
  static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD");
  }
}
