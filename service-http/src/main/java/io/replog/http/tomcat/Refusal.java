package io.replog.http.tomcat;

import org.apache.coyote.Request;

/** Why Tomcat refuses a request that no servlet will see. */
record Refusal(int status, String detail) {

  private static final String ATTRIBUTE = Refusal.class.getName();

  /** The refusal recorded earlier, null for none. */
  static Refusal of(Request request) {
    return (Refusal) request.getAttribute(ATTRIBUTE);
  }

  void noteIn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
