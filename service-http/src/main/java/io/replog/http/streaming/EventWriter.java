package io.replog.http.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.replog.http.problem.ProblemWriter;
import io.replog.model.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** The parts of a stream of server-sent events. */
public final class EventWriter {

  private EventWriter() {}

  /** The headers of a stream. */
  public static void head(HttpServletResponse response) {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
  }

  /** A comment, which keeps the connection open, or shows that it is. Flushes. */
  public static void comment(OutputStream out) throws IOException {
    out.write(":\n\n".getBytes(US_ASCII));
    out.flush();
  }

  /** An event {@code name}, of which {@code data} has no line break. */
  public static void event(String name, byte[] data, OutputStream out) throws IOException {
    out.write(("event: " + name + "\ndata: ").getBytes(US_ASCII));
    out.write(data);
    out.write("\n\n".getBytes(US_ASCII));
  }

  /** The event that tells a reader why its stream ends. Flushes. */
  public static void problem(Problem problem, OutputStream out) throws IOException {
    event("problem", ProblemWriter.bytes(problem), out);
    out.flush();
  }
}
