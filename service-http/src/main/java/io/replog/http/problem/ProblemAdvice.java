package io.replog.http.problem;

import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;

/** Maps every exception of a controller, or of Spring in front of it, to a problem document. */
@RestControllerAdvice
public class ProblemAdvice {

  /** The attribute of a request whose answer has begun and cannot be finished. */
  public static final String UNFINISHED = "replog.unfinished";

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String NOTHING_STORED = "; nothing was stored";

  @ExceptionHandler
  public void answered(ProblemException e, HttpServletResponse response) throws IOException {
    ProblemWriter.write(e, response);
  }

  @ExceptionHandler
  void noHandler(NoHandlerFoundException e, HttpServletResponse response) throws IOException {
    write(ProblemType.NOT_FOUND, "no such path: " + e.getRequestURL(), response);
  }

  @ExceptionHandler
  void method(HttpRequestMethodNotSupportedException e, HttpServletResponse response)
      throws IOException {
    String allowed =
        e.getSupportedMethods() == null ? "" : String.join(", ", sorted(e.getSupportedMethods()));
    response.setHeader("Allow", allowed);
    write(
        ProblemType.METHOD_NOT_ALLOWED,
        "%s is not supported here; supported: %s".formatted(e.getMethod(), allowed),
        response);
  }

  private static List<String> sorted(String[] methods) {
    return Arrays.stream(methods).sorted().toList();
  }

  @ExceptionHandler
  void mediaType(
      HttpMediaTypeNotSupportedException e,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String supported =
        list(e.getSupportedMediaTypes().stream().map(ProblemAdvice::withCharset).toList());
    // Spring's exception lacks the media type if its charset is unknown or it could not be parsed.
    String given = request.getContentType() == null ? "(none)" : request.getContentType();
    response.setHeader("Accept", supported);
    write(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type %s is not supported here; supported: %s".formatted(given, supported),
        response);
  }

  /** Binary media types have no charset. */
  private static MediaType withCharset(MediaType type) {
    return type.getSubtype().endsWith("json") ? new MediaType(type, StandardCharsets.UTF_8) : type;
  }

  @ExceptionHandler
  void notAcceptable(HttpMediaTypeNotAcceptableException e, HttpServletResponse response)
      throws IOException {
    String supported = list(e.getSupportedMediaTypes());
    response.setHeader("Accept", supported);
    write(ProblemType.NOT_ACCEPTABLE, "this node can answer with: " + supported, response);
  }

  /** The actuator parses the Accept header itself. */
  @ExceptionHandler
  void mimeType(InvalidMimeTypeException e, HttpServletResponse response) throws IOException {
    write(ProblemType.NOT_ACCEPTABLE, "this node could not parse the Accept header", response);
  }

  private static String list(List<MediaType> types) {
    return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
  }

  @ExceptionHandler
  void storage(StorageException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    cutIfBegun(request, response);
    answer(e, READING.contains(request.getMethod()) ? "" : NOTHING_STORED, response);
  }

  /** Answers a writer whose message failed unforeseen, or because of the disk. */
  public void failed(Throwable failure, HttpServletResponse response) throws IOException {
    answer(failure, NOTHING_STORED, response);
  }

  /** {@code notCommitted}: appended to the detail if no commit was tried. */
  private static void answer(Throwable failure, String notCommitted, HttpServletResponse response)
      throws IOException {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      answer(failure.getCause(), notCommitted, response);
    } else if (failure instanceof StorageException storage) {
      say(storage);
      if (storage.kind() == StorageException.Kind.COMMIT) {
        write(ProblemType.STORAGE, storage.getMessage(), response);
      } else {
        write(ProblemType.STORAGE_FAULT, storage.getMessage() + notCommitted, response);
      }
    } else {
      log.error("a request failed", failure);
      write(ProblemType.INTERNAL, "see the log of this node", response);
    }
  }

  /**
   * Once part of an answer has left, the server must cut the connection: a normal end would make it
   * look complete. Tomcat would cut it for an exception, too, but would log its stack trace.
   */
  private static void cutIfBegun(HttpServletRequest request, HttpServletResponse response) {
    if (response.isCommitted()) {
      request.setAttribute(UNFINISHED, true);
    }
  }

  /**
   * Logs a failure, unless an earlier one caused and logged it: a full disk has no room for more.
   */
  private static void say(Throwable failure) {
    if (failure.getCause() instanceof StorageException) {
      log.debug("{}", failure.getMessage());
    } else {
      log.error("{}", failure.getMessage());
    }
  }

  /** The client is gone: there is nobody to answer. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    log.debug("client went away: {}", e.getMessage());
  }

  /** Tomcat's exception for every failure of the connection to a client; Spring's for a body. */
  @ExceptionHandler({BadRequestException.class, HttpMessageNotReadableException.class})
  void client(Exception e, HttpServletResponse response) throws IOException {
    log.debug("could not read a request, or not answer it: {}", e.toString());
    ProblemWriter.write(
        Problem.invalid("body", "ended before this node had read it whole"), response);
  }

  /** A failure of this node's files; the client's own are {@link #client} failures. */
  @ExceptionHandler
  void file(FileSystemException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    cutIfBegun(request, response);
    log.error("{}", Reason.of(e));
    write(ProblemType.STORAGE_FAULT, Reason.of(e), response);
  }

  @ExceptionHandler
  void other(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      write(
          ProblemTypes.forStatus(known.getStatusCode().value()),
          String.valueOf(known.getBody().getDetail()),
          response);
      return;
    }
    cutIfBegun(request, response);
    log.error("{} {} failed", request.getMethod(), request.getRequestURI());
    failed(e, response);
  }

  private static void write(ProblemType type, String detail, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(Problem.of(type, detail), response);
  }
}
