package io.replog.http.reading;

/** How the messages of a page are written. */
enum Form {
  /** {@code {"messages":["Msg1","Msg2"]}} */
  TEXTS("application/json"),
  /** {@code {"messages":[{"id":…,"message":…,"order":…}]}} */
  RECORDS("application/json"),
  /** One record a line. */
  LINES("application/x-ndjson");

  private final String mediaType;

  Form(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }
}
