package io.replog.model;

import java.net.URI;
import java.util.Locale;

/** Every kind of error answer, as RFC 9457 problem types {@code urn:replog:<name>}. */
public enum ProblemType {
  INVALID_REQUEST(400, "The request is not valid"),
  UNAUTHORIZED(401, "The cluster token is missing"),
  FORBIDDEN(403, "The cluster token is wrong"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "This method is not supported here"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be produced"),
  ID_CONFLICT(409, "This id is known with another message"),
  ORDER_CONFLICT(409, "Another message is held at this order"),
  OTHER_LOG(409, "This node holds another log"),
  STALE_EPOCH(409, "A newer master is known"),
  DIVERGED(409, "The logs of the two nodes differ"),
  BACKUP_EXISTS(409, "A backup of this name exists"),
  MEMBER_CONFLICT(409, "The members cannot be changed so"),
  UNKNOWN_POSITION(409, "This log does not hold the position that the reader reached"),
  RETIRED(410, "This node was retired"),
  PAYLOAD_TOO_LARGE(413, "The body or the message is over its limit"),
  URI_TOO_LONG(414, "The path and its query are over their limit"),
  UNSUPPORTED_MEDIA_TYPE(415, "This media type is not supported here"),
  MISDIRECTED(421, "This node does not answer to that name"),
  HEADER_TOO_LARGE(431, "The request's headers are over their limit"),
  INTERNAL(500, "Something went wrong here; the log of this node says what"),
  OUTCOME_UNKNOWN(500, "Nobody can say whether the message was stored"),
  BROKEN(503, "This node has failed and must be restarted"),
  STORAGE_FAULT(500, "storage", "The disk failed, or what it holds is damaged"),
  FAULT_INJECTED(500, "This node was asked to answer with an error"),
  UNREACHABLE(502, "The node that the request names does not answer"),
  NO_QUORUM(503, "Too few healthy nodes to accept a message"),
  OVERLOADED(503, "Too many requests are waiting"),
  SHUTTING_DOWN(503, "This node is shutting down"),
  OUTCOME_PENDING(503, "The message is stored and still being delivered"),
  NO_MASTER(503, "There is no master to store the message now"),
  FENCED(503, "A newer master has taken over"),
  RECOVERING(503, "This node is still recovering its log"),
  OFFLINE(503, "This node was asked to drop replication"),
  BEHIND(504, "This node does not show that message yet"),
  WRITE_CONCERN_TIMEOUT(504, "The message is stored, but not yet on enough nodes"),
  STORAGE(507, "The disk refused the write");

  private final int status;
  private final String label;
  private final String title;

  ProblemType(int status, String title) {
    this(status, null, title);
  }

  ProblemType(int status, String label, String title) {
    this.status = status;
    this.label = label;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** The part after {@code urn:replog:}, for example {@code id-conflict}. */
  public String label() {
    return label == null ? name().toLowerCase(Locale.ROOT).replace('_', '-') : label;
  }

  public URI uri() {
    return URI.create("urn:replog:" + label());
  }
}
