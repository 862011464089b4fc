package io.replog.http.reading;

import io.replog.http.refusal.Query;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log in its stored form, checksums included, for a node that recovers its own. */
@RestController
class EntriesController {

  private static final int MAX_ENTRIES = 4096;
  private static final long MAX_BYTES = 8 << 20;

  private final DurableLog log;

  EntriesController(DurableLog log) {
    this.log = log;
  }

  @GetMapping(path = "/messages", produces = DeliveryCodec.MEDIA_TYPE)
  @Query.Parameters({"from", "limit"})
  void entries(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Page page = Page.of(request.getParameter("from"), request.getParameter("limit"), log.length());
    response.setContentType(DeliveryCodec.MEDIA_TYPE);
    if (MessagesController.isHead(request)) {
      return;
    }
    int count = Math.clamp(page.end() - page.from(), 0, MAX_ENTRIES);
    List<LogEntry> entries = count == 0 ? List.of() : log.batch(page.from(), count, MAX_BYTES);
    LogFacts facts = log.facts();
    byte[] body =
        DeliveryCodec.encode(
            new Delivery(
                facts.epoch(),
                facts.claim(),
                facts.logId().orElse(""),
                facts.first(),
                facts.base(),
                entries));
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
